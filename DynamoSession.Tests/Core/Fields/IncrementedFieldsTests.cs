using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Increments, alone and with what comes before and after.</summary>
public sealed class IncrementedFieldsTests
{
    private static readonly string Digits38 = new('9', 38);

    [Test]
    public void An_absent_field_counts_as_zero()
    {
        var fields = Loaded.With();

        fields.Increment("count", 3);

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<int>("count"), Is.EqualTo(3));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"3"}""" }));
        });
    }

    [Test]
    public void A_number_shows_the_sum_and_changes_by_the_difference()
    {
        var fields = Loaded.With(("count", Sample.Json("""{"N":"1.5"}""")));

        fields.Increment("count", -4);

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<decimal>("count"), Is.EqualTo(-2.5m));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"-4"}""" }));
        });
    }

    [Test]
    public void Several_increments_are_one()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));

        fields.Increment("count");
        fields.Increment("count", 10);
        fields.Increment("count", long.MaxValue);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"9223372036854775818"}""" }));
    }

    [TestCase("""{"S":"1"}""")]
    [TestCase("""{"L":[]}""")]
    [TestCase("""{"NULL":true}""")]
    [TestCase("""{"B":"AAAAAQ=="}""", Description = "what SetInt32 has written has no type")]
    public void A_field_that_is_not_a_number_is_refused_and_stays(string stored)
    {
        var fields = Loaded.With(("count", Sample.Json(stored)));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Increment("count"), Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'count'"));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void An_increment_after_a_set_is_a_set()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));

        fields.Set("count", 10);
        fields.Increment("count");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Set {"N":"11"}""" }));
    }

    [Test]
    public void A_set_and_an_increment_that_restore_the_loaded_value_are_not_a_change()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));

        fields.Set("count", 0);
        fields.Increment("count");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void A_set_after_an_increment_is_a_set()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));

        fields.Increment("count");
        fields.Set("count", 10);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Set {"N":"10"}""" }));
    }

    [Test]
    public void An_increment_after_a_removal_starts_from_zero()
    {
        var fields = Loaded.With(("count", Sample.Number(41)));

        fields.Remove("count");
        fields.Increment("count");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Set {"N":"1"}""" }));
    }

    [Test]
    public void A_removal_after_an_increment_removes()
    {
        var fields = Loaded.With(("count", Sample.Number(41)));

        fields.Increment("count");
        fields.Increment("new");
        fields.Remove("count");
        fields.Remove("new");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "count: Remove" }));
    }

    [Test]
    public void Increments_that_cancel_out_are_not_a_change()
    {
        var fields = Loaded.With(("count", Sample.Number(41)));

        fields.Increment("count", 2);
        fields.Increment("count", -2);

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void An_absent_field_incremented_by_zero_becomes_zero()
    {
        var fields = Loaded.With();

        fields.Increment("count", 0);

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"0"}""" }));
    }

    [Test]
    public void A_sum_of_more_than_38_digits_is_refused_and_nothing_changes()
    {
        var fields = Loaded.With(("count", Sample.Json($$"""{"N":"{{Digits38}}"}""")));
        fields.Increment("count", -1);

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Increment("count", 3), Throws.ArgumentException.With.Message.Contains("'count'"));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"-1"}""" }));
        });
    }

    [Test]
    public void An_increment_of_a_mutated_field_is_refused_and_keeps_the_mutation()
    {
        var fields = Loaded.With(("list", Sample.List("one")));
        fields.Get<List<string>>("list")!.Add("two");

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.Increment("list"), Throws.TypeOf<SessionFieldTypeException>());
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """list: Set {"L":[{"S":"one"},{"S":"two"}]}""" }));
        });
    }

    [Test]
    public void An_increment_after_an_accepted_one_adds_only_itself()
    {
        var fields = Loaded.With(("count", Sample.Number(1)));
        fields.Increment("count", 2);
        fields.AcceptAll();

        fields.Increment("count", 3);

        Assert.Multiple(() =>
        {
            Assert.That(fields.Get<int>("count"), Is.EqualTo(6));
            Assert.That(fields.Changes(), Is.EqualTo(new[] { """count: Increment {"N":"3"}""" }));
        });
    }
}
