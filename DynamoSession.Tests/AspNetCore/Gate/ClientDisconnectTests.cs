using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>A client that leaves does not take its commit with it.</summary>
[Category(TestEngine.Category)]
public sealed class ClientDisconnectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_commit_in_progress_continues_without_the_client()
    {
        var aborted = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                context.RequestAborted.Register(aborted.SetResult);
                try
                {
                    await next();
                }
                finally
                {
                    ended.SetResult();
                }
            });
            app.UseDynamoSession();
            app.Run(async context =>
            {
                context.Session.Set("theme", LeakWatch.Value("dark"));
                await context.Response.WriteAsync("hello", context.RequestAborted);
            });
        });
        var held = new HeldCall(app.Wire);

        using var exchange = await RawExchange.SendAsync(app.Address, "/");
        await held.Arrived;
        exchange.Leave();
        await aborted.Task.WaitAsync(Patience);
        held.Release();
        await ended.Task.WaitAsync(Patience);

        Assert.That(await app.CountItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_endpoint_that_gives_up_because_the_client_left_commits_nothing()
    {
        var arrived = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var app = await SessionApp.StartAsync(app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    await next();
                }
                finally
                {
                    ended.SetResult();
                }
            });
            app.UseDynamoSession();
            app.Run(async context =>
            {
                context.Session.Set("theme", LeakWatch.Value("dark"));
                var left = new TaskCompletionSource();
                context.RequestAborted.Register(left.SetResult);
                arrived.SetResult();
                await left.Task;
                await context.Response.Body.WriteAsync("hello"u8.ToArray(), context.RequestAborted);
            });
        });

        using var exchange = await RawExchange.SendAsync(app.Address, "/");
        await arrived.Task.WaitAsync(Patience);
        exchange.Leave();
        await ended.Task.WaitAsync(Patience);

        Assert.That(app.TakeCalls().Select(call => call.Operation), Is.Empty);
    }
}
