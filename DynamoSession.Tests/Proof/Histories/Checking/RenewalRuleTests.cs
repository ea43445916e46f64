namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>A session that is renewed.</summary>
public sealed class RenewalRuleTests : HandWrittenHistories
{
    [Test]
    public void A_renewal_keeps_the_fields()
    {
        Create("A", Set("text", "1"));
        Renew("A", "B", [("text", "1")], Set("role", "admin"));
        ReadNothing("A");
        Read("B", ("text", "1"), ("role", "admin"));
        Tombstone("A");
        Stored("B", ("text", "1"), ("role", "admin"));

        Assert.That(Kind(), Is.Null);
    }

    [Test]
    public void A_sign_out_with_an_earlier_id_ends_the_session_under_its_latest_id([Values] bool hasLoadedBefore)
    {
        Create("A", Set("text", "1"));
        var early = hasLoadedBefore ? Destroy("A", ("text", "1")) : null;
        Renew("A", "B", [("text", "1")]);
        Renew("B", "C", [("text", "1")]);
        if (early is not null)
        {
            WriteNow(early);
        }
        else
        {
            Sent(HistoryAction.Destroy, "A", seen: null, []);
        }

        ReadNothing("C");
        Tombstone("A");
        Tombstone("B");
        Tombstone("C");

        Assert.That(Kind(), Is.Null);
    }

    [Test]
    public void A_sign_out_with_an_earlier_id_that_leaves_the_session_live_is_a_violation()
    {
        Create("A", Set("text", "1"));
        Renew("A", "B", [("text", "1")]);
        Sent(HistoryAction.Destroy, "A", seen: null, []);
        Read("B", ("text", "1"));
        Tombstone("A");
        Stored("B", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Lifecycle));
    }

    [Test]
    public void A_renewal_that_loses_a_concurrent_commit_is_a_violation()
    {
        Create("A", Set("text", "1"));
        var write = Write("A", [("text", "1")], Set("text", "2"));
        var renewal = Renew("A", "B", [("text", "1")]);
        MakeConcurrent(write, renewal);
        Read("B", ("text", "1"));
        Tombstone("A");
        Stored("B", ("text", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Field));
    }

    [Test]
    public void Of_two_concurrent_renewals_only_one_keeps_the_fields()
    {
        Create("A", Set("text", "1"));
        MakeConcurrent(Renew("A", "B", [("text", "1")], Set("b", "1")), Renew("A", "C", [("text", "1")], Set("c", "1")));
        Tombstone("A");
        Stored("B", ("text", "1"), ("b", "1"));
        Stored("C", ("c", "1"));

        Assert.That(Kind(), Is.Null);

        Stored("C", ("text", "1"), ("c", "1"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Durability));
    }

    [Test]
    public void Reading_a_session_of_another_lineage_is_a_violation()
    {
        Create("A", Set(HistoryEndpoint.LineageField, "a"));
        Create("B", Set(HistoryEndpoint.LineageField, "b"));
        Read("A", (HistoryEndpoint.LineageField, "b"));

        Assert.That(Kind(), Is.EqualTo(ViolationKind.Shared));
    }
}
