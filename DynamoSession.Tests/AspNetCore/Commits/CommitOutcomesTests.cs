using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What telemetry calls the outcome of a write.</summary>
public sealed class CommitOutcomesTests
{
    private static readonly SessionMarks Marks = new() { Id = "id", Loaded = null, DefaultIdleTimeout = TimeSpan.FromMinutes(20) };
    private static readonly SessionWrite Create = new CreateWrite(Marks, Sample.Creation(DateTimeOffset.UnixEpoch));
    private static readonly SessionWrite Renew = new RenewWrite(Marks, "secret", Sample.Creation(DateTimeOffset.UnixEpoch), Fence: null);
    private static readonly SessionStoreException TimedOut = new("too late") { IsTransient = false, IsThrottled = true, IsTimeout = true };

    [Test]
    public void A_write_is_called_by_what_it_did()
    {
        Assert.Multiple(() =>
        {
            Assert.That(CommitOutcomes.Of(new CommitOutcome { Write = new WriteResult(WriteState.Applied, Create) }), Is.EqualTo("created"));
            Assert.That(CommitOutcomes.Of(new CommitOutcome { Write = new WriteResult(WriteState.Applied, Renew) }), Is.EqualTo("renewed"));
            Assert.That(CommitOutcomes.Of(new CommitOutcome { Write = new WriteResult(WriteState.Applied, Write: null) }), Is.EqualTo("updated"));
        });
    }

    [Test]
    public void A_commit_without_a_write_has_destroyed_sessions_unless_it_failed()
    {
        Assert.That(CommitOutcomes.Of(new CommitOutcome()), Is.EqualTo("destroyed"));
        Assert.That(CommitOutcomes.Of(new CommitOutcome { Failure = TableFailure.Permanent }), Is.EqualTo("failed"));
    }

    [Test]
    public void A_refusal_is_called_by_its_reason()
    {
        var refused = new WriteResult(WriteState.NotApplied, Create);

        Assert.Multiple(() =>
        {
            Assert.That(CommitOutcomes.Of(refused with { Refusal = SessionWriteStatus.Revoked }, new SessionGoneException("revoked")), Is.EqualTo("revoked"));
            Assert.That(CommitOutcomes.Of(refused with { Refusal = SessionWriteStatus.Dead }, new SessionGoneException("dead")), Is.EqualTo("gone"));
            Assert.That(CommitOutcomes.Of(refused with { Refusal = SessionWriteStatus.Conflict }, new SessionConflictException("conflict")), Is.EqualTo("conflict"));
        });
    }

    [Test]
    public void A_write_whose_response_was_lost_is_in_doubt_unless_its_failure_says_that_it_was_not_applied()
    {
        var lost = new WriteResult(WriteState.InDoubt, Create);

        Assert.Multiple(() =>
        {
            Assert.That(CommitOutcomes.Of(lost, TableFailure.Transient), Is.EqualTo("in_doubt"));
            Assert.That(CommitOutcomes.Of(lost, TimedOut), Is.EqualTo("in_doubt"), "An attempt before the last one may have been applied.");
            Assert.That(CommitOutcomes.Of(lost, TableFailure.Throttling), Is.EqualTo("failed"));
            Assert.That(CommitOutcomes.Of(lost, new SessionStoreException("throttled, may be retried") { IsThrottled = true }), Is.EqualTo("failed"));
            Assert.That(CommitOutcomes.Of(lost, TableFailure.Permanent), Is.EqualTo("failed"));
            Assert.That(CommitOutcomes.Of(lost, new InvalidOperationException()), Is.EqualTo("failed"));
            Assert.That(CommitOutcomes.Of(lost with { State = WriteState.NotApplied }, TableFailure.Transient), Is.EqualTo("failed"));
        });
    }

    [TestCase(SessionWriteStatus.Applied, "extended")]
    [TestCase(SessionWriteStatus.AlreadyApplied, "unchanged")]
    [TestCase(SessionWriteStatus.Conflict, "conflict")]
    [TestCase(SessionWriteStatus.Dead, "gone")]
    [TestCase(SessionWriteStatus.Missing, "gone")]
    public void A_touch_is_called_by_what_the_table_said(SessionWriteStatus status, string outcome) =>
        Assert.That(CommitOutcomes.OfTouch(status), Is.EqualTo(outcome));

    [Test]
    public void Only_a_failure_has_a_type()
    {
        Assert.Multiple(() =>
        {
            Assert.That(CommitOutcomes.ErrorTypeOf(null), Is.Null);
            Assert.That(CommitOutcomes.ErrorTypeOf(TableFailure.Throttling), Is.EqualTo("throttled"));
            Assert.That(CommitOutcomes.ErrorTypeOf(new SessionConflictException("expected")), Is.Null);
        });
    }
}
