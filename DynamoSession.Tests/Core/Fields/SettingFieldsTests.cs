using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Setting, removing and clearing, and what of it is a change.</summary>
public sealed class SettingFieldsTests
{
    [Test]
    public void Doing_nothing_is_not_a_change()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.Empty);
            Assert.That(fields.GetChanges().IsEmpty, Is.True);
        });
    }

    [Test]
    public void Setting_an_equal_text_is_not_a_change()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Set("theme", "dark");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [TestCase("1.50", 1.5)]
    [TestCase("15E-1", 1.5)]
    [TestCase("+2", 2.0)]
    [TestCase("1E2", 100.0)]
    [TestCase("-0.0", 0.0)]
    public void Setting_a_number_of_equal_value_is_not_a_change(string stored, double number)
    {
        var fields = Loaded.With(("total", Sample.Json($$"""{"N":"{{stored}}"}""")));

        fields.Set("total", (decimal)number);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Setting_a_map_with_its_members_in_another_order_is_not_a_change()
    {
        var fields = Loaded.With(("map", Sample.Json("""{"M":{"a":{"N":"1"},"b":{"N":"2.0"}}}""")));

        fields.Set("map", new Dictionary<string, decimal> { ["b"] = 2, ["a"] = 1 });

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Setting_a_list_in_other_order_is_a_change()
    {
        var fields = Loaded.With(("list", Sample.List("a", "b")));

        fields.Set("list", new[] { "b", "a" });

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"b"},{"S":"a"}]}""" }));
    }

    [Test]
    public void The_same_digits_as_text_are_a_change()
    {
        var fields = Loaded.With(("count", Sample.Number(5)));

        fields.Set("count", "5");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Set {"S":"5"}""" }));
    }

    [Test]
    public void Restoring_the_loaded_value_is_not_a_change()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Set("theme", "light");
        fields.Set("theme", "dark");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Only_the_last_of_several_values_is_written()
    {
        var fields = Loaded.With();

        fields.Set("theme", "light");
        fields.Set("theme", 7);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """theme: Set {"N":"7"}""" }));
    }

    [Test]
    public void A_stored_null_is_present()
    {
        var fields = Loaded.With();

        fields.Set<string?>("nothing", null);

        Assert.Multiple(() =>
        {
            Assert.That(fields.TryGet<string>("nothing", out var value), Is.True);
            Assert.That(value, Is.Null);
            Assert.That(fields.Contains("nothing"), Is.True);
        });
    }

    [Test]
    public void A_null_of_a_type_without_null_is_refused_and_not_lost()
    {
        var fields = Loaded.With(("nothing", Sample.Json("""{"NULL":true}""")));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Get<int>("nothing"), Throws.TypeOf<DynamoSession.Core.SessionFieldTypeException>());
            Assert.That(fields.Get<int?>("nothing"), Is.Null);
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [TestCase(0, 'a', Description = "empty")]
    [TestCase(1, '\ud800', Description = "half of a character")]
    [TestCase(256, 'a', Description = "one byte too long")]
    public void An_invalid_name_is_refused_by_every_write(int length, char character)
    {
        var name = new string(character, length);
        var fields = Loaded.With();

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Set(name, 1), Throws.ArgumentException);
            Assert.That(() => fields.SetBytes(name, [1]), Throws.ArgumentException);
            Assert.That(() => fields.Increment(name), Throws.ArgumentException);
            Assert.That(() => fields.Append(name, 1), Throws.ArgumentException);
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void A_refused_value_leaves_the_field_as_it_was()
    {
        var fields = Loaded.With(("ratio", Sample.Json("""{"N":"0.5"}""")));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Set("ratio", double.NaN), Throws.ArgumentException.With.Message.Contains("'ratio'"));
            Assert.That(fields.Get<double>("ratio"), Is.EqualTo(0.5));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void Accepting_makes_the_changes_part_of_what_was_loaded()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")), ("count", Sample.Number(1)), ("gone", Sample.Text("x")));
        fields.Set("theme", "light");
        fields.Increment("count", 4);
        fields.Remove("gone");

        fields.AcceptAll();

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.Empty);
            Assert.That(fields.Names, Is.EquivalentTo(new[] { "theme", "count" }));
            Assert.That(fields.Get<int>("count"), Is.EqualTo(5));
        });
        fields.Set("theme", "dark");
        Assert.That(fields.Changes(), Is.EqualTo(new[] { """theme: Set {"S":"dark"}""" }));
    }
}
