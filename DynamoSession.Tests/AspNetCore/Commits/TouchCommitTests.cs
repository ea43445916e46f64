using DynamoSession.Core;
using DynamoSession.Tests.Support.Commits;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What a touch sends, and that neither its failure nor its slowness is the request's.</summary>
public sealed class TouchCommitTests
{
    private CommitBench _bench = null!;

    [SetUp]
    public void Start() => _bench = new CommitBench();

    [TearDown]
    public void Stop() => _bench.Dispose();

    [Test]
    public async Task A_session_in_use_is_extended()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record!;

        await request.CommitAsync();

        Assert.That(_bench.Table.Sent<DateTimeOffset>("Touch"), Is.EqualTo(new[] { Later(record) }));
        Assert.That((request.Draft.WasExtended, request.Draft.Record!.ExpiresAt), Is.EqualTo((true, Later(record))));
        Assert.That((request.Draft.Record.Version, request.Draft.Record.Fields, request.Draft.LastToken), Is.EqualTo((record.Version, record.Fields, (string?)null)));
        Assert.That(_bench.Logged, Is.EqualTo(new[] { ("SessionTouched", $"Session {record.Id[..8]} touched (Applied).") }));
    }

    [Test]
    public async Task A_session_is_extended_without_its_changes()
    {
        var request = await UsedAsync();
        request.Fields.Set("a", 1);

        await request.Committer.TouchAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Touch" }));
        Assert.That((request.Draft.WasExtended, request.Draft.HasChanges()), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_session_that_others_have_extended_is_extended_too()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record!;
        await _bench.Table.Inner.TouchAsync(record.Id, record.IdleTimeout, Later(record), default);

        await request.CommitAsync();

        Assert.That((request.Draft.WasExtended, request.Draft.Record!.ExpiresAt), Is.EqualTo((true, Later(record))));
    }

    [Test]
    public async Task A_touch_that_is_refused_changes_nothing()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record!;
        await _bench.Table.Inner.DestroyAsync(record.Id, default);

        await request.CommitAsync();

        Assert.That((request.Draft.WasExtended, request.Draft.Record), Is.EqualTo((false, record)));
        Assert.That(_bench.Logged, Is.EqualTo(new[] { ("SessionTouched", $"Session {record.Id[..8]} touched (Dead).") }));
    }

    [Test]
    public async Task A_touch_that_fails_is_logged_and_not_thrown()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record;
        _bench.Table.Fail("Touch", TableFailure.Transient, isApplied: true);

        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Touch" }), "It is not worth another attempt.");
        Assert.That((request.Draft.WasExtended, request.Draft.Record), Is.EqualTo((false, record)));
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "TouchFailed" }));
    }

    [Test]
    public async Task A_touch_that_a_table_fails_in_its_own_way_is_logged_and_not_thrown()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record;
        _bench.Table.Fail("Touch", new InvalidOperationException("a table of the application's own"), isApplied: false);

        await request.CommitAsync();

        Assert.That((request.Draft.WasExtended, request.Draft.Record), Is.EqualTo((false, record)));
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "TouchFailed" }));
    }

    [Test]
    public async Task While_the_table_throttles_touches_are_left_out_longer_each_time_until_one_succeeds()
    {
        var request = await UsedAsync();
        async Task<int> TouchesAfterAsync(double seconds)
        {
            _bench.Clock.Advance(TimeSpan.FromSeconds(seconds));
            _bench.Table.Forget();
            await request.CommitAsync();
            return _bench.Table.Operations.Length;
        }

        _bench.Table.Fail("Touch", TableFailure.Throttling, isApplied: false, times: 2);

        Assert.That(await TouchesAfterAsync(0), Is.EqualTo(1));
        Assert.That(await TouchesAfterAsync(0.9), Is.Zero);
        Assert.That(await TouchesAfterAsync(0.1), Is.EqualTo(1), "a second later");
        Assert.That(await TouchesAfterAsync(1.9), Is.Zero);
        Assert.That(await TouchesAfterAsync(0.1), Is.EqualTo(1), "two seconds later");
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "TouchFailed", "TouchShed", "TouchFailed", "TouchShed", "SessionTouched" }));

        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        _bench.Table.Fail("Touch", TableFailure.Throttling, isApplied: false);
        Assert.That(await TouchesAfterAsync(0), Is.EqualTo(1));
        Assert.That(await TouchesAfterAsync(1), Is.EqualTo(1), "The pause is a second again.");
    }

    [Test]
    public async Task A_response_waits_a_second_for_a_touch()
    {
        var request = await UsedAsync();
        var record = request.Draft.Record;
        var isHeld = new TaskCompletionSource();
        _bench.Table.BeforeNext("Touch", () => isHeld.Task);

        var commit = request.CommitAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(0.9));
        var isOverBefore = commit.IsCompleted;
        _bench.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await commit.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.That(isOverBefore, Is.False);
        Assert.That((request.Draft.WasExtended, request.Draft.Record), Is.EqualTo((false, record)));
        Assert.That(_bench.Logged.Select(entry => entry.Name), Is.EqualTo(new[] { "TouchIsSlow" }));
        isHeld.SetResult();
    }

    [Test]
    public async Task A_touch_that_comes_through_late_does_not_write_into_a_later_commit()
    {
        var request = await UsedAsync();
        var isHeld = new TaskCompletionSource();
        _bench.Table.BeforeNext("Touch", () => isHeld.Task);
        var touch = request.CommitAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await touch.WaitAsync(TimeSpan.FromSeconds(30));
        request.Fields.Set("a", 1);

        isHeld.SetResult();
        await request.CommitAsync();

        var record = request.Draft.Record!;
        Assert.That((record.Version, record.Fields.Keys.Single()), Is.EqualTo((2L, "a")));
    }

    private static DateTimeOffset Later(SessionRecord record) => record.ExpiresAt.AddMinutes(10);

    /// <summary>Starts a request with a session that was last used ten minutes ago.</summary>
    private async Task<CommittingRequest> UsedAsync()
    {
        var record = await _bench.StoreAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        return _bench.Open(record);
    }
}
