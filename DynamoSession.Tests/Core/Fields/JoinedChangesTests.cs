using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Changes that follow one another, as one.</summary>
public sealed class JoinedChangesTests
{
    private const int Pairs = 20_000;
    private static readonly string[] Names = ["a", "b", "c"];

    [TestCase(1)]
    [TestCase(2)]
    public void Joined_changes_do_what_both_do_one_after_the_other(int seed)
    {
        var random = new Random(seed);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var stored = Sample.Fields([.. Names.Where(_ => random.Next(2) == 0).Select(name => (name, SomeValue(random, name)))]);
            var fields = new SessionFields(Loaded.Codec, stored);
            SomeChanges(random, fields);
            var earlier = fields.TakeChanges();
            fields.AcceptTaken();
            var later = SomeChanges(random, fields);

            var joined = earlier.Then(later).ApplyTo(stored);

            Assert.That(Sample.TextOf(joined), Is.EqualTo(Sample.TextOf(later.ApplyTo(earlier.ApplyTo(stored)))));
        }
    }

    [Test]
    public void Increments_are_added_up() =>
        Assert.That(Joined(SessionChange.Increment(2), SessionChange.Increment(-5)), Is.EqualTo((SessionChangeKind.Increment, """{"N":"-3"}""")));

    [Test]
    public void Appends_are_joined_in_their_order()
    {
        var joined = Joined(SessionChange.Append(Sample.List("x")), SessionChange.Append(Sample.List("y", "z")));

        Assert.That(joined, Is.EqualTo((SessionChangeKind.Append, Sample.TextOf(Sample.List("x", "y", "z")))));
    }

    [Test]
    public void An_increment_of_what_was_set_is_set() =>
        Assert.That(Joined(SessionChange.Set(Sample.Number(4)), SessionChange.Increment(1)), Is.EqualTo((SessionChangeKind.Set, """{"N":"5"}""")));

    [Test]
    public void An_increment_of_what_was_removed_starts_from_nothing() =>
        Assert.That(Joined(SessionChange.Remove, SessionChange.Increment(7)), Is.EqualTo((SessionChangeKind.Set, """{"N":"7"}""")));

    [Test]
    public void An_increment_after_a_clear_does_not_count_on_what_was_there()
    {
        var joined = Sample.ClearAnd().Then(Sample.Changes(("a", SessionChange.Increment(7))));

        Assert.That(joined.ApplyTo(Sample.Fields(("a", Sample.Number(100)))).ToDictionary(field => field.Key, field => Sample.TextOf(field.Value)), Is.EqualTo(new Dictionary<string, string> { ["a"] = """{"N":"7"}""" }));
        Assert.That(joined.Fields["a"].Kind, Is.EqualTo(SessionChangeKind.Set));
    }

    [Test]
    public void A_clear_discards_earlier_changes()
    {
        var joined = Sample.Changes(("a", SetText("x"))).Then(Sample.ClearAnd(("b", SetText("y"))));

        Assert.That(joined.ClearsAll, Is.True);
        Assert.That(joined.Fields.Keys, Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void An_append_to_what_was_incremented_is_refused() =>
        Assert.That(
            () => Joined(SessionChange.Increment(1), SessionChange.Append(Sample.List("x"))),
            Throws.TypeOf<SessionFieldTypeException>().With.Message.Contains("'a'"));

    private static (SessionChangeKind Kind, string Value) Joined(SessionChange earlier, SessionChange later)
    {
        var joined = Sample.Changes(("a", earlier)).Then(Sample.Changes(("a", later))).Fields["a"];
        return (joined.Kind, Sample.TextOf(joined.Value!));
    }

    private static SessionChange SetText(string text) => SessionChange.Set(Sample.Text(text));

    // Each name keeps to one kind, so that increments and appends have what they need.
    private static SessionValue SomeValue(Random random, string name) => name switch
    {
        "a" => Sample.Number(random.Next(5)),
        "b" => Sample.List([.. Enumerable.Range(0, random.Next(3)).Select(number => $"{number}")]),
        _ => Sample.Text($"{random.Next(3)}"),
    };

    private static SessionChanges SomeChanges(Random random, SessionFields fields)
    {
        for (var steps = random.Next(5); steps > 0; steps--)
        {
            var name = Names[random.Next(Names.Length)];
            switch (random.Next(6), name)
            {
                case (0, _):
                    fields.Clear();
                    break;
                case (1, _):
                    fields.Remove(name);
                    break;
                case (2 or 3, "a"):
                    fields.Increment(name, random.Next(-3, 4));
                    break;
                case (2 or 3, "b"):
                    fields.Append(name, $"{random.Next(3)}");
                    break;
                case (_, "a"):
                    fields.Set(name, random.Next(5));
                    break;
                case (_, "b"):
                    fields.Set(name, new List<string> { $"{random.Next(3)}" });
                    break;
                default:
                    fields.Set(name, $"{random.Next(3)}");
                    break;
            }
        }

        return fields.GetChanges();
    }
}
