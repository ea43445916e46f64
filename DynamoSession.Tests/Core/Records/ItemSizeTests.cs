using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

public sealed class ItemSizeTests
{
    private static readonly RecordAttributes Attributes = new SessionTableOptions { KeyAttribute = "schlüssel", FieldsAttribute = "data", ExpiresAttribute = "ttl" }.Attributes;

    private static readonly StoredRecord Empty = new() { Fields = Sample.Fields(), CommitTokens = new Dictionary<string, long>() };

    [Test]
    public void An_item_is_as_large_as_its_names_and_values()
    {
        const int Key = 10 + 4;
        const int Maps = (4 + 3) + (2 + 3);
        const int Times = (3 + 6) + (3 + 6) + (3 + 6) + (3 + 6) + (3 + 6);

        Assert.That(ItemSize.Of("id-1", Empty, Attributes), Is.EqualTo(Key + Maps + Times));
    }

    [Test]
    public void Every_field_and_token_counts_with_its_name_and_one_byte_more()
    {
        var record = Empty with
        {
            Fields = Sample.Fields(("a", Sample.Text("12345")), ("ü", Sample.Text("é"))),
            CommitTokens = new Dictionary<string, long> { ["token"] = 1, ["other token"] = 2 },
        };

        var more = ItemSize.Of("id-1", record, Attributes) - ItemSize.Of("id-1", Empty, Attributes);

        Assert.That(more, Is.EqualTo((1 + 5 + 1) + (2 + 2 + 1) + (5 + 6 + 1) + (11 + 6 + 1)));
    }

    [Test]
    public void The_user_and_the_origin_count_too()
    {
        var origin = new SessionOrigin { Store = "express", LegacyId = new string('x', 100) };

        var more = ItemSize.Of("id-1", Empty with { UserId = new string('u', 1_000), Origin = origin }, Attributes) - ItemSize.Of("id-1", Empty, Attributes);

        Assert.That(more, Is.InRange((3 + 1_000) + (3 + 100), (3 + 1_000) + (3 + 100) + 50));
    }

    [Test]
    public void The_user_the_description_and_the_ticket_count_with_their_names()
    {
        ReadOnlyMemory<byte> ticket = new byte[1_000];
        long More(StoredRecord record) => ItemSize.Of("id-1", record, Attributes) - ItemSize.Of("id-1", Empty, Attributes);

        Assert.Multiple(() =>
        {
            Assert.That(More(Empty with { UserId = "ünal" }), Is.EqualTo((3 + 5) + (5 + 6)), "with the time since when");
            Assert.That(More(Empty with { Description = "Gerät" }), Is.EqualTo(3 + 6));
            Assert.That(More(Empty with { Ticket = ticket }), Is.EqualTo(4 + 1_000));
        });
    }

    [Test]
    public void A_session_is_as_large_as_its_item()
    {
        ReadOnlyMemory<byte> ticket = new byte[10];
        var stored = Empty with
        {
            Fields = Sample.Fields(("a", Sample.Text("12345"))),
            CommitTokens = new Dictionary<string, long> { ["token"] = 1 },
            Expires = 1,
            CreatedAt = 1,
            Version = 1,
            UserId = "ada",
            Description = "laptop",
            Ticket = ticket,
            Origin = new SessionOrigin { Store = "express" },
        };

        Assert.That(ItemSize.Of("id-1", stored.ToSession("id-1"), Attributes), Is.EqualTo(ItemSize.Of("id-1", stored, Attributes)));
    }

    [Test]
    public void The_three_largest_fields_explain_which_session_is_too_large()
    {
        var fields = Sample.Fields(
            ("small", Sample.Text("x")),
            ("large", Sample.Text(new string('x', 300_000))),
            ("medium", Sample.Text(new string('x', 2_000))),
            ("largest", Sample.Text(new string('x', 400_000))));

        Assert.That(ItemSize.Describe("sessions", fields), Is.EqualTo(
            "The session cannot be written to table 'sessions': DynamoDB's maximum item size is 400 KB, including attribute names. "
            + "The largest fields are 'largest' (400,007 bytes), 'large' (300,005 bytes), 'medium' (2,006 bytes); store large data elsewhere and only its key in the session."));
    }

    [Test]
    public void A_commit_can_be_too_large_by_what_it_adds_or_keeps_but_not_by_what_it_replaces_or_removes()
    {
        var candidates = ItemSize.Candidates(Commit(Sample.Changes(
            ("replaced", SessionChange.Set(Sample.Text("new"))), ("removed", SessionChange.Remove), ("added", SessionChange.Append(Sample.List("x"))))));

        Assert.That(Sample.TextOf(new Dictionary<string, SessionValue>(candidates)), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["kept"] = """{"S":"loaded"}""",
            ["replaced"] = """{"S":"new"}""",
            ["added"] = """{"L":[{"S":"x"}]}""",
        }));
    }

    [Test]
    public void A_commit_that_clears_the_session_can_be_too_large_only_by_what_it_adds()
    {
        var candidates = ItemSize.Candidates(Commit(Sample.ClearAnd(("added", SessionChange.Set(Sample.Text("new"))))));

        Assert.That(candidates.Select(field => field.Key), Is.EqualTo(new[] { "added" }));
    }

    private static SessionCommit Commit(SessionChanges changes)
    {
        var loaded = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(("kept", Sample.Text("loaded")), ("replaced", Sample.Text("loaded")), ("removed", Sample.Text("loaded"))),
            Version = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            AbsoluteExpiresAt = null,
            CommitTokens = new Dictionary<string, long>(),
        };
        return Sample.Commit(loaded, changes);
    }
}
