using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Appended items, alone and with what comes before and after.</summary>
public sealed class AppendedFieldsTests
{
    private static readonly string[] AAndB = ["a", "b"];

    private static readonly JsonTypeInfo<Line> CamelCase = (JsonTypeInfo<Line>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Line));

    [Test]
    public void An_absent_field_counts_as_empty()
    {
        var fields = Loaded.With();

        fields.Append("list", "a");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Append {"L":[{"S":"a"}]}""" }));
    }

    [Test]
    public void A_list_shows_the_item_and_changes_by_it()
    {
        var fields = Loaded.With(("list", Sample.List("a")));

        fields.Append("list", "b");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<string[]>("list"), Is.EqualTo(AAndB));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Append {"L":[{"S":"b"}]}""" }));
        });
    }

    [Test]
    public void Several_items_are_one_change_in_their_order()
    {
        var fields = Loaded.With(("list", Sample.List("a")));

        fields.Append("list", "b");
        fields.Append("list", 3);
        fields.Append<string?>("list", null);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Append {"L":[{"S":"b"},{"N":"3"},{"NULL":true}]}""" }));
    }

    [Test]
    public void An_item_is_written_as_its_type_information_says()
    {
        var fields = Loaded.With(("lines", Sample.List("first")));

        fields.Append("lines", new Line("mug", 2), CamelCase);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """lines: Append {"L":[{"M":{"sku":{"S":"mug"},"quantity":{"N":"2"}}}]}""" }));
    }

    [TestCase("""{"S":"[]"}""")]
    [TestCase("""{"M":{}}""")]
    [TestCase("""{"SS":["a"]}""")]
    public void A_field_that_is_not_a_list_is_refused_and_stays(string stored)
    {
        var fields = Loaded.With(("list", Sample.Json(stored)));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Append("list", "a"), Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'list'"));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void An_append_after_a_set_is_a_set()
    {
        var fields = Loaded.With(("list", Sample.List("x")));

        fields.Set("list", new[] { "a" });
        fields.Append("list", "b");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"a"},{"S":"b"}]}""" }));
    }

    [Test]
    public void An_append_after_a_mutation_is_a_set_of_both()
    {
        var fields = Loaded.With(("list", Sample.List("a")));
        fields.Get<List<string>>("list")!.Clear();

        fields.Append("list", "b");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"b"}]}""" }));
    }

    [Test]
    public void The_next_read_after_an_append_gives_an_instance_with_the_item()
    {
        var fields = Loaded.With(("list", Sample.List("a")));
        var before = fields.Get<List<string>>("list");

        fields.Append("list", "b");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<List<string>>("list"), Is.EqualTo(AAndB).And.Not.SameAs(before));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Append {"L":[{"S":"b"}]}""" }));
        });
    }

    [Test]
    public void An_append_after_a_removal_starts_from_nothing()
    {
        var fields = Loaded.With(("list", Sample.List("x")));

        fields.Remove("list");
        fields.Append("list", "a");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"a"}]}""" }));
    }

    [Test]
    public void A_removal_after_an_append_removes()
    {
        var fields = Loaded.With(("list", Sample.List("x")));

        fields.Append("list", "a");
        fields.Remove("list");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "list: Remove" }));
    }

    [Test]
    public void An_item_is_stored_as_it_was_when_it_was_appended()
    {
        var fields = Loaded.With();
        var item = new List<int> { 1 };

        fields.Append("list", item);
        item.Add(2);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Append {"L":[{"L":[{"N":"1"}]}]}""" }));
    }

    [Test]
    public void An_item_may_be_nested_29_levels_deep_because_the_list_is_one_more()
    {
        var fields = Loaded.With();

        fields.Append("list", Nested(29));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Append("list", Nested(30)), Throws.ArgumentException.With.Message.Contains("'list'").And.Message.Contains("30"));
            Assert.That(fields.Get<List<object>>("list"), Has.Count.EqualTo(1));
        });
    }

    private static object Nested(int levels)
    {
        object value = 1;
        for (var level = 0; level < levels; level++)
        {
            value = new[] { value };
        }

        return value;
    }

    private sealed record Line(string Sku, int Quantity);
}
