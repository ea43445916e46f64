using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>Faults, as a unit test makes them and the code under test meets them. The clock stands still, and nothing waits for it.</summary>
public sealed class FaultySessionTests
{
    private readonly ManualTimeProvider _clock = new();

    [Test]
    public void Where_the_session_is_required_the_code_under_test_would_not_run()
    {
        var session = Session();
        session.Faults.MakeUnavailable();

        Assert.That(
            () => session.Get<int>("visits"),
            Throws.InvalidOperationException.With.Message.Contains("503").And.Message.Contains("SessionAccess.Optional").And.InnerException.TypeOf<SessionStoreException>());
    }

    [Test]
    public void Where_it_is_optional_it_is_not_available()
    {
        var session = Session().WithPolicy(SessionAccess.Optional);
        session.Faults.MakeUnavailable();

        Assert.That(session.IsAvailable, Is.False);
        Assert.That(session.Get<int>("visits"), Is.Zero);
        Assert.That(() => session.Increment("visits"), Throws.InvalidOperationException);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_commit_fails_while_the_table_does_and_can_be_made_again(bool isThrottled)
    {
        var session = Session();
        session.Increment("visits");
        if (isThrottled)
        {
            session.Faults.Throttle();
        }
        else
        {
            session.Faults.MakeUnavailable();
        }

        var failure = Assert.CatchAsync<SessionStoreException>(() => session.CommitAsync());
        session.Faults.Recover();
        await session.CommitAsync();
        var next = await session.NextRequestAsync();

        Assert.That(failure!.IsThrottled, Is.EqualTo(isThrottled));
        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_request_that_could_not_commit_at_its_end_has_changed_nothing()
    {
        var session = Session();
        session.Increment("visits");
        session.Faults.MakeUnavailable(SessionTableCallKinds.Writes);

        await Assert.ThatAsync(() => session.NextRequestAsync(), Throws.TypeOf<SessionStoreException>());
        session.Faults.Recover();
        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_call_within_the_deadline_is_only_slow()
    {
        var session = Session();
        session.Faults.SlowDown(TimeSpan.FromSeconds(4.9));

        session.Increment("visits");
        await session.CommitAsync();

        Assert.That(session.Commits, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_commit_that_exceeds_the_deadline_fails_but_may_still_be_applied_once()
    {
        var session = Session();
        session.Increment("visits");
        session.Faults.SlowDown(TimeSpan.FromSeconds(5));

        await Assert.ThatAsync(() => session.CommitAsync(), Throws.TypeOf<SessionStoreException>().With.Message.Contains("IOTimeout"));
        session.Faults.Recover();
        await session.CommitAsync();
        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
        Assert.That(session.Changes.Incremented["visits"], Is.EqualTo(1));
    }

    // A renewal writes a copy and ends the old session.
    [TestCase(2.4, true)]
    [TestCase(2.5, false)]
    public async Task The_calls_of_one_operation_share_its_deadline(double seconds, bool isInTime)
    {
        var session = Session();
        session.RenewId();
        session.Faults.SlowDown(TimeSpan.FromSeconds(seconds));

        await Assert.ThatAsync(() => session.CommitAsync(), isInTime ? Throws.Nothing : Throws.TypeOf<SessionStoreException>());
    }

    [Test]
    public async Task Stale_reads_see_nothing_new_unless_they_are_strong()
    {
        var session = Session().WithPolicy(consistency: SessionConsistency.Eventual);
        session.Faults.ServeStaleReads();
        session.Increment("visits");

        var stale = await session.NextRequestAsync();
        var seenStale = stale.Get<int>("visits");
        var strong = (await session.NextRequestAsync()).WithPolicy(consistency: SessionConsistency.Strong);
        var seenStrong = strong.Get<int>("visits");
        session.Faults.Recover();
        var current = await session.NextRequestAsync();

        Assert.That((seenStale, seenStrong, current.Get<int>("visits")), Is.EqualTo((3, 4, 4)));
    }

    [Test]
    public async Task Stale_reads_are_not_noticed_by_who_reads_its_own_writes()
    {
        var session = new FakeSession(options => options.Consistency = SessionConsistency.ReadYourWrites, _clock).With("visits", 3);
        session.Faults.ServeStaleReads();
        session.Increment("visits");

        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task Every_time_that_reads_become_stale_they_stop_at_that_moment()
    {
        var session = Session().WithPolicy(consistency: SessionConsistency.Eventual);
        session.Faults.ServeStaleReads();
        session.Increment("visits");
        await session.NextRequestAsync();
        session.Faults.Recover();
        session.Faults.ServeStaleReads();

        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public async Task A_stale_session_still_expires()
    {
        var session = Session().WithPolicy(consistency: SessionConsistency.Eventual);
        session.Faults.ServeStaleReads();
        session.Increment("visits");

        await session.NextRequestAsync();
        _clock.Advance(TimeSpan.FromMinutes(21));
        var late = await session.NextRequestAsync();

        Assert.That(late.IsNew, Is.True);
    }

    [Test]
    public async Task A_parallel_commit_merges()
    {
        var session = Session();
        session.Faults.ConflictAtNextCommit(other => other.Set("theme", "dark"));
        session.Increment("visits");

        var next = await session.NextRequestAsync();

        Assert.That((next.Get<int>("visits"), next.Get<string>("theme")), Is.EqualTo((4, "dark")));
    }

    [Test]
    public async Task A_parallel_request_can_do_what_every_request_can()
    {
        var session = Session();
        session.Faults.ConflictAtNextCommit(other =>
        {
            other.Increment("visits", 10);
            other.UserId = "42";
            other.IdleTimeout = TimeSpan.FromHours(1);
        });
        session.Increment("visits");

        var next = await session.NextRequestAsync();

        Assert.That((next.Get<int>("visits"), next.UserId, next.IdleTimeout), Is.EqualTo((14, "42", TimeSpan.FromHours(1))));
        Assert.That(next.ExpiresAt, Is.EqualTo(_clock.GetUtcNow().AddHours(1)));
    }

    [Test]
    public async Task A_parallel_sign_out_refuses_the_commit()
    {
        var session = Session();
        session.Faults.ConflictAtNextCommit(other => other.Destroy());
        session.Increment("visits");

        await Assert.ThatAsync(() => session.NextRequestAsync(), Throws.TypeOf<SessionGoneException>());
    }

    [Test]
    public async Task A_parallel_commit_is_a_conflict_for_an_optimistic_request()
    {
        var session = Session().WithPolicy(concurrency: SessionConcurrency.Optimistic);
        session.Faults.ConflictAtNextCommit();
        session.Increment("visits");

        await Assert.ThatAsync(() => session.NextRequestAsync(), Throws.TypeOf<SessionConflictException>());
        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(3));
    }

    [Test]
    public async Task An_update_is_made_again_from_what_the_parallel_commit_has_left()
    {
        var session = Session();
        session.Faults.ConflictAtNextCommit(other => other.Set("visits", 10));

        var visits = await session.UpdateAsync<int>("visits", visits => visits * 2);

        Assert.That(visits, Is.EqualTo(20));
        Assert.That(session.Changes.Set["visits"], Is.EqualTo(20));
    }

    [Test]
    public async Task A_session_that_ended_meanwhile_refuses_the_commit()
    {
        var session = Session();
        session.Faults.EndSessionAtNextCommit();
        session.Increment("visits");

        await Assert.ThatAsync(() => session.CommitAsync(), Throws.TypeOf<SessionGoneException>());
        await Assert.ThatAsync(() => session.UpdateAsync<int>("visits", visits => visits + 1), Throws.TypeOf<SessionGoneException>());
    }

    [Test]
    public async Task A_session_that_ended_meanwhile_is_renewed_as_a_new_one()
    {
        var session = Session();
        session.Faults.EndSessionAtNextCommit();
        session.RenewId();
        session.Set("user", "42");

        var next = await session.NextRequestAsync();

        Assert.That(next.Keys, Is.EqualTo(new[] { "user" }));
    }

    [Test]
    public async Task After_the_recovery_nothing_fails()
    {
        var session = Session();
        session.Faults.MakeUnavailable();
        session.Faults.Throttle();
        session.Faults.SlowDown(TimeSpan.FromMinutes(1));
        session.Faults.ConflictAtNextCommit(other => other.Set("visits", 100));
        session.Faults.EndSessionAtNextCommit();

        session.Faults.Recover();
        session.Increment("visits");
        var next = await session.NextRequestAsync();

        Assert.That(next.Get<int>("visits"), Is.EqualTo(4));
    }

    [Test]
    public void A_latency_is_not_negative() =>
        Assert.That(() => new FakeSession().Faults.SlowDown(TimeSpan.FromSeconds(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task A_failed_commit_counts_only_once_it_has_been_retried()
    {
        var session = Session();
        session.Increment("visits");
        session.Faults.MakeUnavailable();

        await Assert.ThatAsync(() => session.CommitAsync(), Throws.TypeOf<SessionStoreException>());
        var commits = session.Commits.Count;
        var changes = session.Changes.ToString();
        session.Faults.Recover();
        await session.CommitAsync();

        Assert.That(commits, Is.Zero);
        Assert.That(changes, Is.EqualTo("visits: incremented by 1"));
        Assert.That(session.Commits.Select(commit => commit.ToString()), Is.EqualTo(new[] { changes }));
        Assert.That(session.Changes.ToString(), Is.EqualTo(changes));
    }

    [Test]
    public async Task A_renewal_in_doubt_is_not_a_commit_until_it_is_confirmed()
    {
        var session = Session();
        session.RenewId();
        session.Set("role", "admin");
        session.Faults.SlowDown(TimeSpan.FromSeconds(2.5));

        await Assert.ThatAsync(() => session.CommitAsync(), Throws.TypeOf<SessionStoreException>());
        var commits = session.Commits.Count;
        session.Faults.Recover();
        await session.CommitAsync();

        Assert.That(commits, Is.Zero);
        Assert.That(session.Commits.Select(commit => commit.ToString()), Is.EqualTo(new[] { "role: set to \"admin\"" }));
    }

    [Test]
    public async Task What_an_optional_request_could_not_commit_is_not_a_commit()
    {
        var session = Session().WithPolicy(SessionAccess.Optional);
        session.Increment("visits");
        session.Faults.MakeUnavailable(SessionTableCallKinds.Writes);

        await session.NextRequestAsync();

        Assert.That(session.Commits, Is.Empty);
        Assert.That(session.Changes.Incremented["visits"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_commit_that_fails_after_the_response_has_started_is_seen_too()
    {
        var session = Session();
        await Results.Text("hello").ExecuteAsync(session.CreateHttpContext());
        session.Increment("visits");
        session.Faults.MakeUnavailable(SessionTableCallKinds.Writes);

        await Assert.ThatAsync(() => session.NextRequestAsync(), Throws.TypeOf<SessionStoreException>());
    }

    [Test]
    public async Task An_endpoint_that_streams_until_the_client_disconnects_is_told_that_the_commit_failed()
    {
        var session = Session();
        var context = session.CreateHttpContext();
        session.Increment("visits");
        session.Faults.MakeUnavailable(SessionTableCallKinds.Writes);
        var isCancelled = new TaskCompletionSource();
        context.RequestAborted.Register(isCancelled.SetResult);

        await context.Response.WriteAsync("hello");

        await Assert.ThatAsync(() => isCancelled.Task.WaitAsync(TimeSpan.FromSeconds(30)), Throws.Nothing);
    }

    [Test]
    public async Task A_response_that_has_started_is_aborted_when_a_late_commit_fails()
    {
        var session = Session();
        var context = session.CreateHttpContext();
        await context.Response.WriteAsync("hello");
        session.Increment("visits");
        session.Faults.MakeUnavailable(SessionTableCallKinds.Writes);

        await Assert.ThatAsync(() => session.NextRequestAsync(), Throws.TypeOf<SessionStoreException>());

        Assert.That(context.RequestAborted.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task A_sign_out_is_a_commit_that_others_can_precede()
    {
        var session = Session();
        session.Faults.EndSessionAtNextCommit();
        session.Faults.ConflictAtNextCommit();
        session.Destroy();

        var next = await session.NextRequestAsync();
        next.Set("visits", 1);
        await next.CommitAsync();
        next.Increment("visits");

        await Assert.ThatAsync(() => next.CommitAsync(), Throws.Nothing);
    }

    private FakeSession Session() => new FakeSession(timeProvider: _clock).With("visits", 3);
}
