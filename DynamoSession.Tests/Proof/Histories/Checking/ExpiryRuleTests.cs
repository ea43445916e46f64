namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>A session lives as long as it was promised. It is created at 0 s; a request that reads at 40 s extends it.</summary>
public sealed class ExpiryRuleTests : HandWrittenHistories
{
    [TestCase(40, null)]
    [TestCase(39, ViolationKind.Shortened)]
    public void A_session_ends_no_earlier_than_promised(int endsAfterIdleFrom, object? expected)
    {
        Extended(endsAfterIdleFrom);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(39, ViolationKind.Shortened)]
    [TestCase(40, null)]
    public void A_request_that_follows_sees_the_promised_end(int endsAfterIdleFrom, object? expected)
    {
        Extended(endsAfterIdleFrom: 40);
        Read("A", ("text", "1")).SeenExpires = IdleFrom(endsAfterIdleFrom);

        Assert.That(Kind(), Is.EqualTo(expected));
    }

    [TestCase(200)]
    [TestCase(503)]
    public void A_commit_under_way_may_not_end_it_by_its_own_time(int status)
    {
        var touched = Extended(endsAfterIdleFrom: 30);
        var slow = Write("A", [("text", "1")], Set("text", "1"));
        (slow.WorkedAt, slow.EndedAt, slow.Status) = (Began + 30, Began + 35, status);
        Together(touched, slow);

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Shortened));
    }

    // A creation that is delivered once more, after the time to live has deleted its item, leaves an item that has long expired.
    [Test]
    public void A_promise_is_kept_once_its_time_is_over()
    {
        Create("A", Set("text", "1"));
        Extend();
        ExpireAll(reaps: true);
        StoredUntil(IdleFrom(0));

        Assert.That(Kind(), Is.Null);
    }

    private static long IdleFrom(int seconds) => Began + seconds + HistoryApp.IdleSeconds;

    private HistoryRequest Extended(int endsAfterIdleFrom)
    {
        Create("A", Set("text", "1"));
        var touched = Extend();
        StoredUntil(IdleFrom(endsAfterIdleFrom));
        return touched;
    }

    private HistoryRequest Extend()
    {
        var touched = Read("A", ("text", "1"));
        touched.CookieId = "A";
        touched.WorkedAt = Began + 40;
        return touched;
    }

    private void StoredUntil(long expires)
    {
        Stored("A", ("text", "1"));
        Items["A"] = Items["A"] with { Expires = expires };
    }
}
