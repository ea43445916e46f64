namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>A session lives as long as promised. It is created at 0 s, and a read at 40 s extends it.</summary>
public sealed class ExpiryRuleTests : HandWrittenHistories
{
    [TestCase(40, null)]
    [TestCase(39, ViolationKind.Shortened)]
    public void A_session_may_expire_no_earlier_than_promised(int lastUse, object? expected)
    {
        Extended(lastUse);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(39, ViolationKind.Shortened)]
    [TestCase(40, null)]
    public void A_later_request_must_see_the_promised_expiry(int lastUse, object? expected)
    {
        Extended(lastUse: 40);
        Read("A", ("text", "1")).SeenExpires = ExpiryAfterUseAt(lastUse);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(200)]
    [TestCase(503)]
    public void A_concurrent_commit_must_not_shorten_the_session(int status)
    {
        var touched = Extended(lastUse: 30);
        var slow = Write("A", [("text", "1")], Set("text", "1"));
        (slow.WorkedAt, slow.EndedAt, slow.Status) = (StartTime + 30, StartTime + 35, status);
        MakeConcurrent(touched, slow);

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Shortened));
    }

    // A creation that is delivered again, after the time to live has deleted its item, leaves an item that has long expired.
    [Test]
    public void A_promise_that_has_expired_cannot_be_broken()
    {
        Create("A", Set("text", "1"));
        Extend();
        ExpireAll(reaps: true);
        StoredUntil(ExpiryAfterUseAt(0));

        Assert.That(Kind(), Is.Null);
    }

    private static long ExpiryAfterUseAt(int seconds) => StartTime + seconds + HistoryApp.IdleSeconds;

    private HistoryRequest Extended(int lastUse)
    {
        Create("A", Set("text", "1"));
        var touched = Extend();
        StoredUntil(ExpiryAfterUseAt(lastUse));
        return touched;
    }

    private HistoryRequest Extend()
    {
        var touched = Read("A", ("text", "1"));
        touched.CookieId = "A";
        touched.WorkedAt = StartTime + 40;
        return touched;
    }

    private void StoredUntil(long expires)
    {
        Stored("A", ("text", "1"));
        Items["A"] = Items["A"] with { Expires = expires };
    }
}
