using DynamoSession.AspNetCore.Commits;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>How a session is extended while its request runs.</summary>
public sealed class KeepAliveCommitTests
{
    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task A_session_in_use_is_extended_and_nothing_else_is_written()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        var until = request.Draft.Record!.ExpiresAt.AddMinutes(10);
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));

        await request.Committer.KeepAliveAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Touch" }));
        Assert.That((request.Draft.Record.ExpiresAt, request.Draft.HasChanges()), Is.EqualTo((until, true)));
        Assert.That((request.Draft.WasKeptAlive, request.Draft.WasExtended), Is.EqualTo((true, false)), "The session may have ended since, so its cookie isn't sent for this alone.");
    }

    [Test]
    public async Task A_session_is_kept_alive_by_its_stored_idle_timeout_not_by_one_that_is_not_committed()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var until = request.Draft.Record!.ExpiresAt.AddMinutes(10);
        request.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromHours(5) });
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));

        await request.Committer.KeepAliveAsync();

        Assert.That(_bench.Table.Sent<DateTimeOffset>("Touch"), Is.EqualTo(new[] { until }));
    }

    [Test]
    public async Task A_session_that_has_just_been_used_is_not_extended()
    {
        var request = _bench.Open(await _bench.StoreAsync());

        await request.Committer.KeepAliveAsync();
        await request.Committer.TouchAsync();

        Assert.That(_bench.Table.Operations, Is.Empty);
        Assert.That((request.Draft.WasKeptAlive, request.Draft.WasExtended), Is.EqualTo((false, false)));
    }

    [Test]
    public async Task Without_a_stored_session_nothing_is_extended()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);

        await request.Committer.KeepAliveAsync();

        Assert.That(_bench.Table.Operations, Is.Empty);
    }

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public async Task The_response_confirms_that_a_session_is_still_live_whose_cookie_it_sends_again(bool outlivesBrowser, int touches)
    {
        var record = await StoredAsync(outlivesBrowser);
        var request = _bench.Open(record);
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        await request.Committer.KeepAliveAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Has.Length.EqualTo(touches));
        Assert.That((request.Draft.WasExtended, request.Draft.WasKeptAlive), Is.EqualTo((outlivesBrowser, !outlivesBrowser)));
    }

    [Test]
    public async Task A_commit_extends_what_was_kept_alive_before()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        await request.Committer.KeepAliveAsync();
        request.Fields.Set("a", 1);

        await request.CommitAsync();

        Assert.That((request.Draft.WasExtended, request.Draft.WasKeptAlive), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_session_with_an_idle_timeout_of_its_own_is_kept_alive_by_it()
    {
        var first = _bench.OpenNew();
        first.Fields.Set("a", 1);
        first.Draft.Set(properties => properties with { IdleTimeout = TimeSpan.FromHours(2) });
        await first.CommitAsync();
        var request = _bench.Open(first.Draft.Record!);
        _bench.Clock.Advance(TimeSpan.FromHours(1));

        await request.Committer.KeepAliveAsync();

        Assert.That(_bench.Table.Sent<DateTimeOffset>("Touch"), Is.EqualTo(new[] { first.Draft.Record!.ExpiresAt.AddHours(1) }));
    }

    [Test]
    public async Task A_touch_that_fails_leaves_the_session_as_it_was()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        var record = request.Draft.Record;
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        _bench.Table.Fail("Touch", TableFailure.Permanent, isApplied: false);

        await request.Committer.KeepAliveAsync();

        Assert.That((request.Draft.Record, request.Draft.WasKeptAlive), Is.EqualTo((record, false)));
    }

    [Test]
    public async Task Once_it_has_ended_the_next_commit_may_follow()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        await request.Committer.KeepAliveAsync();
        request.Fields.Set("a", 1);

        await request.CommitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Commit" }));
    }

    [Test]
    public async Task A_session_that_is_due_for_a_touch_is_something_to_commit_before_the_response_alone()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        Assert.That(request.Committer.HasNothingToCommit(CommitMoment.BeforeResponse), Is.True);

        _bench.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(request.Committer.HasNothingToCommit(CommitMoment.BeforeResponse), Is.False);
        Assert.That(request.Committer.HasNothingToCommit(CommitMoment.Explicit), Is.True);
    }

    [Test]
    public async Task A_change_or_a_commit_in_progress_is_something_to_commit()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        Assert.That(request.Committer.HasNothingToCommit(CommitMoment.Explicit), Is.False);
        var isHeld = new TaskCompletionSource();
        _bench.Table.BeforeNext("Commit", () => isHeld.Task);
        var commit = request.CommitAsync();

        Assert.That(request.Committer.HasNothingToCommit(CommitMoment.Explicit), Is.False);

        isHeld.SetResult();
        await commit;
    }

    private async Task<SessionRecord> StoredAsync(bool isPersistent)
    {
        var first = _bench.OpenNew();
        first.Fields.Set("a", 1);
        first.Draft.Set(properties => properties with { IsPersistent = isPersistent });
        await first.CommitAsync();
        _bench.Table.Forget();
        return first.Draft.Record!;
    }
}
