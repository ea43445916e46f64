using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_fence_ends_the_session_for_good()
    {
        var record = await CreatedAsync(("a", Sample.Number(1)));

        var status = await Table.FenceAsync(Fence(record), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That(await CommitAsync(record, ("a", SetText("late"))), Is.EqualTo(SessionWriteStatus.Dead));
        Assert.That(await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddHours(1), default), Is.EqualTo(SessionWriteStatus.Dead));
        Assert.That(await Table.DestroyAsync(record.Id, default), Is.False);
    }

    [Test]
    public async Task A_retried_fence_has_already_been_applied()
    {
        var fence = Fence(await CreatedAsync());
        await Table.FenceAsync(fence, default);

        var again = await Table.FenceAsync(fence, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public async Task A_fence_by_another_request_is_not_a_success()
    {
        var record = await CreatedAsync();
        await Table.FenceAsync(Fence(record), default);

        var second = await Table.FenceAsync(Fence(record), default);

        Assert.That(second, Is.EqualTo(SessionWriteStatus.Dead));
    }

    [Test]
    public async Task A_fence_after_a_commit_that_the_copy_lacks_is_refused()
    {
        var record = await CreatedAsync();
        await CommitAsync(record, ("a", SetText("x")));

        var status = await Table.FenceAsync(Fence(record), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(await FieldsOfAsync(record.Id), Contains.Key("a"));
    }

    [Test]
    public async Task A_touch_does_not_prevent_a_fence()
    {
        var record = await CreatedAsync();
        await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddHours(1), default);

        Assert.That(await Table.FenceAsync(Fence(record), default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task A_fence_of_a_session_that_has_ended_says_how()
    {
        var destroyed = await CreatedAsync();
        var expired = await CreatedAsync();
        await Table.DestroyAsync(destroyed.Id, default);
        var ofDestroyed = await Table.FenceAsync(Fence(destroyed), default);
        Clock.Advance(TimeSpan.FromMinutes(20));
        var ofExpired = await Table.FenceAsync(Fence(expired), default);
        var ofUnknown = await Table.FenceAsync(new SessionFence { Id = Sample.NewId(), Version = 1 }, default);

        Assert.That(
            (ofDestroyed, ofExpired, ofUnknown),
            Is.EqualTo((SessionWriteStatus.Dead, SessionWriteStatus.Expired, SessionWriteStatus.Missing)));
        Assert.That(await StatusOfAsync(expired.Id), Is.EqualTo(SessionLoadStatus.Expired));
    }

    [Test]
    public async Task A_commit_that_the_copy_has_stays_applied_when_it_is_tried_again_after_the_fence()
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("a", SetText("x"))));
        await Table.CommitAsync(commit, default);
        await Table.FenceAsync(Fence(await LoadedAsync(record.Id)), default);

        var again = await Table.CommitAsync(commit, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public async Task A_fenced_session_is_unknown_after_a_minute()
    {
        var record = await CreatedAsync();
        await Table.FenceAsync(Fence(record), default);

        Clock.Advance(TimeSpan.FromSeconds(59));
        var before = await StatusOfAsync(record.Id);
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((before, await StatusOfAsync(record.Id)), Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Missing)));
    }

    [TestCase(true, ExpectedResult = SessionWriteStatus.Applied)]
    [TestCase(false, ExpectedResult = SessionWriteStatus.Conflict)]
    public async Task<SessionWriteStatus> A_fence_under_a_lease_needs_it(bool isHeld)
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(isHeld ? lease : Lease(record.Id), default);

        return await Table.FenceAsync(Fence(record, lease), default);
    }

    [Test]
    public async Task Of_parallel_fences_one_wins()
    {
        var record = await CreatedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Table.FenceAsync(Fence(record), default)));

        Assert.That(outcomes.Count(outcome => outcome == SessionWriteStatus.Applied), Is.EqualTo(1));
        Assert.That(outcomes.Count(outcome => outcome == SessionWriteStatus.Dead), Is.EqualTo(9));
    }
}
