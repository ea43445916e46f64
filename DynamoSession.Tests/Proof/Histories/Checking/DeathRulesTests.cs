namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Death is final, and leaves a bare tombstone.</summary>
public sealed class DeathRulesTests : HandWrittenHistories
{
    [Test]
    public void A_destroyed_session_that_is_found_again()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Read("A", ("text", "1"));
        Tombstone("A");

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Death));
    }

    [Test]
    public void A_session_that_may_have_been_destroyed_and_comes_back()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1")).Status = 503;
        ReadNothing("A");
        Read("A", ("text", "1"));
        Tombstone("A");

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Death));
    }

    [Test]
    public void A_destroyed_session_that_is_stored()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Stored("A", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Death));
    }

    [Test]
    public void A_tombstone_with_fields()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Items["A"] = new StoredItem(Fields.Of(("text", "1")), "out", Began + 60, IsRecord: true, Tokens: 0);

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Zombie));
    }

    [TestCase(HistoryApp.MostTokens, null)]
    [TestCase(HistoryApp.MostTokens + 1, ViolationKind.Cost)]
    public void A_session_with_too_many_tokens(int tokens, object? expected)
    {
        Create("A", Set("text", "1"));
        Stored("A", ("text", "1"));
        Items["A"] = Items["A"] with { Tokens = tokens };

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(60, null)]
    [TestCase(61, ViolationKind.Zombie)]
    public void A_tombstone_lasts_a_minute(int seconds, object? expected)
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Items["A"] = new StoredItem(null, "out", Began + seconds, IsRecord: false, Tokens: 0);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(59, ViolationKind.Minted)]
    [TestCase(60, null)]
    public void A_late_request_gets_a_session_after_a_minute(int seconds, object? expected)
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        var late = Create("B", Set("text", "2"), from: "A");
        late.LoadedAt = late.WorkedAt = late.EndedAt = Began + seconds;
        Tombstone("A");
        Stored("B", ("text", "2"));
        Items["B"] = Items["B"] with { Expires = Began + seconds + HistoryApp.IdleSeconds };

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [Test]
    public void A_session_that_survives_its_expiry()
    {
        Create("A", Set("text", "1"));
        ExpireAll(reaps: false);
        Read("A", ("text", "1"));
        Stored("A", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Death));
    }
}
