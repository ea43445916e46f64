using DynamoSession.Core.Expressions;

namespace DynamoSession.Tests.Core.Expressions;

public sealed class PlaceholdersTests
{
    [Test]
    public void Those_of_changed_fields_come_first_and_each_is_there_once()
    {
        var placeholders = new Placeholders<string>(numbered: 1);
        placeholders.Declare("#s", "sess");
        placeholders.AddNumbered("#0", "theme");
        placeholders.Declare("#ver", "ver");
        placeholders.AddNumbered("#1", "visits");
        placeholders.Declare("#s", "data");

        var enumerated = new List<KeyValuePair<string, string>>();
        foreach (var placeholder in placeholders)
        {
            enumerated.Add(placeholder);
        }

        Assert.That(enumerated, Is.EqualTo(new[] { KeyValuePair.Create("#0", "theme"), new("#1", "visits"), new("#s", "data"), new("#ver", "ver") }));
        Assert.That(placeholders.ToArray(), Is.EqualTo(enumerated), "by the interface too");
        Assert.That((placeholders.Count, placeholders.Keys, placeholders.Values), Is.EqualTo((4, new[] { "#0", "#1", "#s", "#ver" }, new[] { "theme", "visits", "data", "ver" })));
    }

    [Test]
    public void Each_is_found_by_its_name()
    {
        var placeholders = new Placeholders<int>(numbered: 1);
        placeholders.AddNumbered(":0", 7);
        placeholders.Declare(":now", 8);

        Assert.That((placeholders[":0"], placeholders[":now"], placeholders.ContainsKey(":1"), placeholders.GetValueOrDefault(":1")), Is.EqualTo((7, 8, false, 0)));
        Assert.That(() => placeholders[":1"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains(":1"));
    }

    [Test]
    public void Without_any_there_is_nothing_to_enumerate()
    {
        foreach (var _ in new Placeholders<int>(numbered: 0))
        {
            Assert.Fail();
        }
    }
}
