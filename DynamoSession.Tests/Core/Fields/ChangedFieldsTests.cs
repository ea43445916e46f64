using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Fields;

/// <summary>Fields after changes that copy nothing.</summary>
public sealed class ChangedFieldsTests
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    [Test]
    public void They_are_the_same_as_a_changed_copy([Range(0, 199)] int seed)
    {
        var random = new Random(seed);
        var over = SessionChanges.None.After(Of("""{"a":{"N":"1"},"b":{"L":[]},"c":{"S":"x"}}"""));
        var copy = new Dictionary<string, SessionValue>(over, StringComparer.Ordinal);
        for (var round = 0; round < 3; round++)
        {
            var changes = Next(random);
            (over, copy) = (changes.After(over), changes.ApplyTo(copy));

            Assert.That(Sample.TextOf(over), Is.EquivalentTo(Sample.TextOf(copy)));
            Assert.That(over.Keys, Is.EquivalentTo(copy.Keys));
            Assert.That(over.Values.Select(Sample.TextOf), Is.EquivalentTo(copy.Values.Select(Sample.TextOf)));
            Assert.That((over.Count, Names.Where(over.ContainsKey).ToArray()), Is.EqualTo((copy.Count, Names.Where(copy.ContainsKey).ToArray())));
        }
    }

    [Test]
    public void They_are_never_larger_than_they_say()
    {
        var changes = Sample.Changes(("a", SessionChange.Set(Sample.Text("longer"))), ("é", SessionChange.Increment(1)), ("b", SessionChange.Remove));

        var fields = (ChangedFields)changes.After(Of("""{"a":{"N":"1"},"b":{"S":"text"}}"""));


        Assert.That(fields.LargestSize, Is.GreaterThanOrEqualTo(fields.Sum(member => Encoding.UTF8.GetByteCount(member.Key) + member.Value.GetSize())).And.LessThan(100));
    }

    [Test]
    public void Fields_that_come_and_go_leave_nothing_behind()
    {
        var fields = SessionChanges.None.After(Of("""{"a":{"N":"1"}}"""));
        for (var commit = 0; commit < 100; commit++)
        {
            fields = Sample.Changes(($"message-{commit}", SessionChange.Set(Sample.Text(new string('x', 100))))).After(fields);
            fields = Sample.Changes(($"message-{commit}", SessionChange.Remove)).After(fields);
        }

        Assert.That(((ChangedFields)fields).LargestSize, Is.LessThan(50));
        Assert.That(fields.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void A_session_over_fields_in_a_response_is_still_refused_if_it_is_too_large()
    {
        var fields = new SessionFields(Loaded.Codec, Of("""{"a":{"S":"x"}}"""));
        fields.Set("b", new string('y', 100));

        Assert.Multiple(() =>
        {
            Assert.That(() => fields.ThrowIfTooLarge(fields.GetChanges(), maxBytes: 102), Throws.TypeOf<DynamoSession.Core.SessionTooLargeException>());
            Assert.That(() => fields.ThrowIfTooLarge(fields.GetChanges(), maxBytes: 103), Throws.Nothing);
        });
    }

    private static SessionChanges Next(Random random)
    {
        var changes = new Dictionary<string, SessionChange>(StringComparer.Ordinal);
        foreach (var name in Names.Where(_ => random.Next(2) == 0))
        {
            changes[name] = random.Next(3) == 0 ? SessionChange.Remove : SessionChange.Set(Sample.Number(random.Next(5)));
        }

        return new SessionChanges(clearsAll: random.Next(8) == 0, changes);
    }

    private static StoredFields Of(string json) => new(JsonMembers.Of(Encoding.UTF8.GetBytes(json)));
}
