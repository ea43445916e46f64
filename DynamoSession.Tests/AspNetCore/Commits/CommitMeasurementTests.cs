using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Commits;
using DynamoSession.Tests.Support.Telemetry;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What is measured of commits, whatever happens to them.</summary>
public sealed class CommitMeasurementTests
{
    private CommitBench _bench = null!;
    private ObservedTelemetry _seen = null!;

    [SetUp]
    public void Start()
    {
        _bench = new CommitBench();
        _seen = _bench.Observe();
    }

    [TearDown]
    public void Stop()
    {
        _seen.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task A_write_has_an_outcome_the_size_of_its_item_and_a_number_of_fields()
    {
        var request = _bench.OpenNew();
        request.Fields.Set("a", 1);
        request.Fields.Set("b", 1);

        await request.CommitAsync();
        request.Fields.Set("c", 1);
        await request.CommitAsync();

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "created", "updated" }));
        Assert.That(_seen.Of(DynamoSessionMetrics.ChangedFields).Select(measured => measured.Value), Is.EqualTo(new[] { 2d, 1 }));
        Assert.That(_seen.Of(DynamoSessionMetrics.ItemSize), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_refused_write_has_the_reason_and_no_item()
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.Fields.Set("a", 1);
        await _bench.Table.Inner.DestroyAsync(record.Id, default);

        Assert.CatchAsync<SessionGoneException>(() => request.CommitAsync());

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "gone" }));
        Assert.That(_seen.Of(DynamoSessionMetrics.ChangedFields), Is.Empty);
    }

    [Test]
    public async Task A_lost_write_and_its_repetition_are_measured_once_each()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        await request.CommitAsync();

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration).Take(2), Is.EqualTo(new[] { "failed: _OTHER", "updated" }));
        Assert.That(_seen.Of(DynamoSessionMetrics.AlreadyApplied), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_write_that_is_applied_at_once_is_not_counted_as_applied_before()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);

        await request.CommitAsync();

        Assert.That(_seen.Of(DynamoSessionMetrics.AlreadyApplied), Is.Empty);
        Assert.That(_seen.Of(DynamoSessionMetrics.SignIns), Is.Empty);
    }

    [Test]
    public async Task It_is_too_late_to_repeat_with_a_type_of_its_own()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Permanent, isApplied: true);
        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());
        _bench.Clock.Advance(TimeSpan.FromSeconds(90));

        var failure = Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(failure!.ErrorType, Is.EqualTo("in_doubt"));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "failed: _OTHER" }), "Nothing was sent the second time.");
    }

    [Test]
    public async Task A_user_who_signs_in_is_counted()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.Draft.Set(properties => properties with { UserId = "ada" });

        await request.CommitAsync();

        Assert.That(_seen.Of(DynamoSessionMetrics.SignIns), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_renewal_is_measured_by_itself_and_with_its_commit()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();

        await request.CommitAsync();

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.RenewalDuration), Is.EqualTo(new[] { "renewed" }));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "renewed" }));
    }

    [Test]
    public async Task A_renewal_whose_copy_cannot_be_stored_has_failed()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();
        _bench.Table.Fail("Create", TableFailure.Throttling, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.RenewalDuration), Is.EqualTo(new[] { "failed: throttled" }));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "failed: throttled" }));
    }

    [Test]
    public async Task A_renewal_whose_previous_id_is_not_fenced_in_time_has_timed_out()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.RenewId();
        _bench.Table.BeforeNext("Fence", EndlessAsync);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.RenewalDuration), Is.EqualTo(new[] { "in_doubt: timeout" }));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "in_doubt: timeout" }));
    }

    [TestCase(true, "destroyed")]
    [TestCase(false, "missing")]
    public async Task The_end_of_a_session_says_whether_it_was_live(bool isLive, string outcome)
    {
        var record = await _bench.StoreAsync();
        var request = _bench.Open(record);
        request.State.Destroy();
        if (!isLive)
        {
            await _bench.Table.Inner.DestroyAsync(record.Id, default);
        }

        await request.CommitAsync();

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.DestroyDuration), Is.EqualTo(new[] { outcome }));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "destroyed" }));
    }

    [Test]
    public async Task A_session_that_cannot_be_ended_has_failed()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.Destroy();
        _bench.Table.Fail("Destroy", TableFailure.Throttling, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.DestroyDuration), Is.EqualTo(new[] { "failed: throttled" }));
    }

    [Test]
    public async Task A_session_that_is_not_ended_in_time_has_timed_out()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        request.State.Destroy();
        _bench.Table.BeforeNext("Destroy", EndlessAsync);

        Assert.CatchAsync<SessionStoreException>(() => request.CommitAsync());

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.DestroyDuration), Is.EqualTo(new[] { "failed: timeout" }));
    }

    [Test]
    public async Task Touches_are_measured_and_those_left_out_are_counted()
    {
        var request = _bench.Open(await _bench.StoreAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        _bench.Table.Fail("Touch", TableFailure.Throttling, isApplied: false);

        await request.CommitAsync();
        await request.CommitAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await request.CommitAsync();

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.TouchDuration), Is.EqualTo(new[] { "failed: throttled", "extended" }));
        Assert.That(_seen.Of(DynamoSessionMetrics.TouchesShed), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_field_that_is_updated_again_is_loaded_again()
    {
        var record = await _bench.StoreAsync(("visits", Sample.Number(1)));
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("visits", SessionChange.Increment(10))));

        var visits = await request.UpdateAsync<int>("visits", value => value + 1);

        Assert.That(visits, Is.EqualTo(12));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.LoadDuration), Is.EqualTo(new[] { "found" }));
        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "conflict", "updated" }));
    }

    [Test]
    public async Task A_field_that_cannot_be_loaded_again_is_measured_too()
    {
        var record = await _bench.StoreAsync(("visits", Sample.Number(1)));
        var request = _bench.Open(record);
        _bench.Table.BeforeNext("Commit", () => _bench.OthersCommitAsync(record.Id, ("visits", SessionChange.Increment(10))));
        _bench.Table.Fail("Load", TableFailure.Throttling, isApplied: false);

        Assert.CatchAsync<SessionStoreException>(() => request.UpdateAsync<int>("visits", value => value + 1));

        Assert.That(_seen.OutcomesOf(DynamoSessionMetrics.LoadDuration), Is.EqualTo(new[] { "failed: throttled" }));
    }

    [Test]
    public async Task A_throttled_commit_leaves_out_the_touches_of_its_session()
    {
        var record = await _bench.StoreAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var writer = _bench.Open(record);
        writer.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", TableFailure.Throttling, isApplied: false);
        Assert.CatchAsync<SessionStoreException>(() => writer.CommitAsync());
        _bench.Table.Forget();

        await _bench.Open(record).CommitAsync();
        await _bench.Open(await StoredEarlierAsync()).CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Touch" }), "that of another session");
        Assert.That(_seen.Of(DynamoSessionMetrics.TouchesShed), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_commit_that_is_throttled_until_its_deadline_leaves_out_the_touches_of_its_session_too()
    {
        var record = await _bench.StoreAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var writer = _bench.Open(record);
        writer.Fields.Set("a", 1);
        _bench.Table.Fail("Commit", new SessionStoreException("The table throttles.") { IsThrottled = true }, isApplied: false);
        _bench.Table.BeforeNext("Commit", () =>
        {
            _bench.Table.BeforeNext("Commit", EndlessAsync);
            return Task.CompletedTask;
        });
        Assert.CatchAsync<SessionStoreException>(() => writer.CommitAsync());
        _bench.Table.Forget();

        await _bench.Open(record).CommitAsync();

        Assert.That(_bench.Table.Operations, Is.Empty);
    }

    [Test]
    public async Task A_session_in_the_last_third_of_its_life_is_touched_although_touches_are_left_out()
    {
        var record = await _bench.StoreAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(14));
        var request = _bench.Open(record);
        _bench.Table.Fail("Touch", TableFailure.Throttling, isApplied: false);

        await request.CommitAsync();
        await request.CommitAsync();

        Assert.That(_bench.Table.Operations, Is.EqualTo(new[] { "Touch", "Touch" }));
    }

    private async Task<SessionRecord> StoredEarlierAsync()
    {
        var creation = Sample.Creation(_bench.Now.AddMinutes(-5));
        await _bench.Table.Inner.CreateAsync(creation, default);
        return (await _bench.FindAsync(creation.Id))!;
    }

    private Task EndlessAsync()
    {
        _bench.Clock.Advance(_bench.Options.IOTimeout);
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }
}
