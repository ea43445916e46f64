using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Removing one field and clearing all, alone and with what comes before and after.</summary>
public sealed class RemovingFieldsTests
{
    [Test]
    public void A_loaded_field_is_removed()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Remove("theme");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.EqualTo(new[] { "theme: Remove" }));
            Assert.That(fields.Contains("theme"), Is.False);
            Assert.That(fields.TryGet<string>("theme", out _), Is.False);
            Assert.That(fields.TryGetBytes("theme", out _), Is.False);
            Assert.That(fields.Names, Is.Empty);
        });
    }

    [Test]
    public void Removing_an_absent_field_is_not_a_change()
    {
        var fields = Loaded.With();

        fields.Remove("theme");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Setting_and_removing_an_absent_field_is_not_a_change()
    {
        var fields = Loaded.With();

        fields.Set("theme", "dark");
        fields.Remove("theme");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Removing_and_setting_the_loaded_value_is_not_a_change()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Remove("theme");
        fields.Set("theme", "dark");

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Removing_and_setting_something_else_sets()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Remove("theme");
        fields.Set("theme", "light");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { """theme: Set {"S":"light"}""" }));
    }

    [Test]
    public void Clearing_removes_all_and_drops_what_was_set_before()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")), ("count", Sample.Number(1)));
        fields.Set("language", "en");
        fields.Remove("count");

        fields.Clear();

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
            Assert.That(fields.Names, Is.Empty);
            Assert.That(fields.Contains("theme"), Is.False);
            Assert.That(fields.TryGet<string>("theme", out _), Is.False);
        });
    }

    [Test]
    public void Clearing_a_session_that_is_not_stored_is_not_a_change()
    {
        var fields = new SessionFields(Loaded.Codec, loaded: null);
        fields.Set("theme", "dark");

        fields.Clear();

        Assert.That(fields.Changes(), Is.Empty);
    }

    [Test]
    public void Clearing_a_stored_session_is_a_change_though_it_was_loaded_empty()
    {
        var fields = Loaded.With();

        fields.Clear();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void A_session_that_was_stored_since_is_cleared([Values] bool hasFields)
    {
        var fields = new SessionFields(Loaded.Codec, loaded: null);
        if (hasFields)
        {
            fields.Set("theme", "dark");
        }

        fields.AcceptAll();
        fields.Clear();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void A_clear_that_was_not_stored_is_still_to_be_written()
    {
        var fields = Loaded.With();
        fields.Clear();
        fields.TakeChanges();

        fields.PutBackTaken();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void What_is_set_after_clearing_is_written_even_if_it_was_loaded()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")), ("language", Sample.Text("en")));

        fields.Clear();
        fields.Set("theme", "dark");

        Assert.Multiple(() =>
        {
            Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear", """theme: Set {"S":"dark"}""" }));
            Assert.That(fields.Names, Is.EqualTo(new[] { "theme" }));
        });
    }

    [Test]
    public void Removing_after_clearing_leaves_only_the_clear()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Clear();
        fields.Set("theme", "light");
        fields.Remove("theme");

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void Clearing_twice_drops_what_was_set_between()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));

        fields.Clear();
        fields.Set("theme", "light");
        fields.Clear();

        Assert.That(fields.Changes(), Is.EqualTo(new[] { "clear" }));
    }

    [Test]
    public void Incrementing_and_appending_after_clearing_start_from_nothing()
    {
        var fields = Loaded.With(("count", Sample.Number(41)), ("list", Sample.List("a")));

        fields.Clear();
        fields.Increment("count");
        fields.Append("list", "b");

        Assert.That(
            fields.Changes(),
            Is.EqualTo(new[] { "clear", """count: Set {"N":"1"}""", """list: Set {"L":[{"S":"b"}]}""" }));
    }

    [Test]
    public void After_an_accepted_clear_nothing_is_loaded()
    {
        var fields = Loaded.With(("theme", Sample.Text("dark")));
        fields.Clear();
        fields.Set("count", 1);

        fields.AcceptAll();

        Assert.Multiple(() =>
        {
            Assert.That(fields.Names, Is.EqualTo(new[] { "count" }));
            Assert.That(fields.Changes(), Is.Empty);
        });
    }

    [Test]
    public void Names_are_those_after_the_changes_each_once()
    {
        var fields = Loaded.With(("a", Sample.Text("1")), ("b", Sample.Text("2")), ("c", Sample.Number(3)));

        fields.Set("a", "new");
        fields.Remove("b");
        fields.Increment("c");
        fields.Increment("d");
        fields.Set("e", "new");
        fields.Set("f", "new");
        fields.Remove("f");

        Assert.That(fields.Names, Is.EquivalentTo(new[] { "a", "c", "d", "e" }));
    }
}
