namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Ended sessions stay ended, and leave a tombstone without data.</summary>
public sealed class EndedSessionRulesTests : HandWrittenHistories
{
    [Test]
    public void Reading_a_session_after_its_sign_out_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Read("A", ("text", "1"));
        Tombstone("A");

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }

    [Test]
    public void A_session_that_was_missing_after_a_sign_out_in_doubt_must_not_come_back()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1")).Status = 503;
        ReadNothing("A");
        Read("A", ("text", "1"));
        Tombstone("A");

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }

    [Test]
    public void A_session_still_stored_after_its_sign_out_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Stored("A", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }

    [Test]
    public void A_tombstone_with_fields_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Items["A"] = new StoredItem(Fields.Of(("text", "1")), "out", StartTime + 60, IsRecord: true, Tokens: 0);

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Zombie));
    }

    [TestCase(HistoryApp.MaxTokens, null)]
    [TestCase(HistoryApp.MaxTokens + 1, ViolationKind.TooManyTokens)]
    public void A_record_with_more_tokens_than_the_limit_is_a_violation(int tokens, object? expected)
    {
        Create("A", Set("text", "1"));
        Stored("A", ("text", "1"));
        Items["A"] = Items["A"] with { Tokens = tokens };

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(60, null)]
    [TestCase(61, ViolationKind.Zombie)]
    public void A_tombstone_may_last_a_minute_and_no_longer(int seconds, object? expected)
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        Items["A"] = new StoredItem(null, "out", StartTime + seconds, IsRecord: false, Tokens: 0);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(59, ViolationKind.Minted)]
    [TestCase(60, null)]
    public void A_late_request_may_get_a_session_after_a_minute_and_no_earlier(int seconds, object? expected)
    {
        Create("A", Set("text", "1"));
        Destroy("A", ("text", "1"));
        var late = Create("B", Set("text", "2"), from: "A");
        late.LoadedAt = late.WorkedAt = late.EndedAt = StartTime + seconds;
        Tombstone("A");
        Stored("B", ("text", "2"));
        Items["B"] = Items["B"] with { Expires = StartTime + seconds + HistoryApp.IdleSeconds };

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [Test]
    public void A_session_that_outlives_its_expiry_is_a_violation()
    {
        Create("A", Set("text", "1"));
        ExpireAll(reaps: false);
        Read("A", ("text", "1"));
        Stored("A", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }
}
