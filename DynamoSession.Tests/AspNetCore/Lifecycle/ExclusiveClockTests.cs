using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>How exclusive requests of a process wait for each other while the clock is the test's.</summary>
[Category(TestEngine.Category)]
public sealed class ExclusiveClockTests : LifecycleFixture
{
    private const string Exclusive = "exclusive";

    private LeaseQueues Queues => App.App.Services.GetRequiredService<LeaseQueues>();

    [SetUp]
    public Task StartTheSessionAsync() => RunAsync(session => session.Set("count", 0));

    [TearDown]
    public void AssertThatNothingIsLeftInTheQueues() => Assert.That(() => Queues.Count, Is.Zero.After(10_000, 10));

    [Test]
    public async Task The_next_ones_begin_without_a_pause()
    {
        var (first, release) = await HoldAsync();
        var others = await QueueUpAsync(5);

        // With a pause they would never begin, because the clock stands still.
        release();
        var answers = await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(answers.Append(await first).Select(answer => answer.Status), Is.All.EqualTo(200));
    }

    [Test]
    public async Task A_wait_for_the_same_process_is_limited_and_calls_nothing([Values(-1, 0)] int offset)
    {
        var (first, release) = await HoldAsync();
        var others = await QueueUpAsync(2);
        App.App.TakeCalls();

        Clock.Advance(TimeSpan.FromSeconds(10 + offset));
        if (offset == 0)
        {
            Assert.That((await Task.WhenAll(others)).Select(answer => answer.Status), Is.All.EqualTo(423));
        }

        Assert.That(App.App.TakeCalls(), Is.Empty);
        Assert.That(others.Select(other => other.IsCompleted), Is.All.EqualTo(offset == 0));
        release();
        Assert.That((await first).Status, Is.EqualTo(200));
        Assert.That((await Task.WhenAll(others)).Select(answer => answer.Status), Is.All.EqualTo(offset == 0 ? 423 : 200));
    }

    [Test]
    public async Task A_holder_that_never_ends_lets_the_next_in_when_its_lease_is_over()
    {
        var (first, release) = await HoldAsync(session => session.Set("theme", "late"));
        Clock.Advance(TimeSpan.FromSeconds(25));
        var others = await QueueUpAsync(2);

        Clock.Advance(TimeSpan.FromSeconds(5));
        var answers = await Task.WhenAll(others).WaitAsync(TimeSpan.FromSeconds(20));
        release();

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((await first).Status, Is.EqualTo(409));
        Assert.That((await FieldsAsync()).Keys, Is.EqualTo(new[] { "count" }));
    }

    private async Task<Task<Answer>[]> QueueUpAsync(int count)
    {
        var requests = new Task<Answer>[count];
        for (var index = 0; index < count; index++)
        {
            requests[index] = RunAsync(session => session.Increment("count"), Exclusive);
            await Queued(2 + index);
        }

        return requests;

        async Task Queued(int number)
        {
            while (Queues.Count < number)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }

    /// <summary>Sends an exclusive request that does not end until it is released.</summary>
    private async Task<(Task<Answer> Answer, Action Release)> HoldAsync(Action<IDynamoSession>? script = null)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = RunAsync(
            async session =>
            {
                script?.Invoke(session);
                arrived.SetResult();
                await released.Task;
            },
            Exclusive);
        await arrived.Task;
        return (answer, released.SetResult);
    }
}
