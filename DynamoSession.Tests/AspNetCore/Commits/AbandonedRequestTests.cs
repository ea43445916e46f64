using DynamoSession.Core;
using DynamoSession.Tests.AspNetCore.Lifecycle;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>A request that keeps losing against other writers gives up when its client has gone: nothing of it is in doubt.</summary>
[Category(TestEngine.Category)]
public sealed class AbandonedRequestTests : LifecycleFixture
{
    private int _others;

    private protected override bool UsesRealTime => true;

    [SetUp]
    public async Task StoreASessionAsync()
    {
        _others = 0;
        await RunAsync(session => session.Set("count", 1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_renewal_is_tried_again_only_while_there_is_a_client(bool leaves)
    {
        using var other = App.Twin();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Wire.Before = async (operation, _) =>
        {
            // Another commit between the first copy and the end of the old id.
            if (operation == "UpdateItem" && Interlocked.Increment(ref _others) == 2)
            {
                await RunAsync(session => session.Increment("other"), browser: other);
            }

            return null;
        };
        App.App.TakeCalls();

        var request = App.RequestAsync(async context =>
        {
            context.GetDynamoSession().RenewId();
            if (leaves)
            {
                context.Response.OnCompleted(() => Task.FromResult(ended.TrySetResult()));
                await LeaveAsync(context);
            }

            return null;
        });
        await (leaves ? ended.Task.WaitAsync(TimeSpan.FromSeconds(20)) : request);

        // A copy, a refused end, the copy's removal; and once more what it takes. The other's commit is one.
        Assert.That(App.CountWrites(), Is.EqualTo(leaves ? 4 : 6));
        await Assert.ThatAsync(() => request, leaves ? Throws.InstanceOf<HttpRequestException>() : Throws.Nothing);
    }

    [Test]
    public async Task An_update_is_not_tried_again_without_a_client()
    {
        using var other = App.Twin();
        var attempts = 0;
        Exception? failure = null;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var request = App.RequestAsync(async context =>
        {
            try
            {
                await context.GetDynamoSession().UpdateAsync<int>("count", count =>
                {
                    RunAsync(session => session.Increment("other"), browser: other).Wait();
                    if (++attempts == 3)
                    {
                        LeaveAsync(context).Wait();
                    }

                    return count + 1;
                });
            }
            catch (SessionException exception)
            {
                failure = exception;
            }

            ended.SetResult();
            return null;
        });
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(failure, Is.TypeOf<SessionConflictException>());
        Assert.That(attempts, Is.EqualTo(3));
        await Assert.ThatAsync(() => request, Throws.InstanceOf<HttpRequestException>());
    }

    private static async Task LeaveAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(() => gone.TrySetResult());
        context.Abort();
        await gone.Task;
    }
}
