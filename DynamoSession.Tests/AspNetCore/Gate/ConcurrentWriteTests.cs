using System.Buffers;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>The first write opens the gate; all others wait for the same commit.</summary>
[Category(TestEngine.Category)]
public sealed class ConcurrentWriteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // The server itself is not made for parallel writes: what runs in parallel here must not reach it.
    [Test]
    public async Task Parallel_first_writes_share_one_commit()
    {
        Func<HttpResponse, Task>[] writes =
        [
            response => response.Body.WriteAsync("x"u8.ToArray()).AsTask(),
            response => response.Body.FlushAsync(),
            response => response.StartAsync(),
            response => response.CompleteAsync(),
        ];
        await using var app = await StartAsync(async context =>
            await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() => writes[index % writes.Length](context.Response)))), timeoutSeconds: 0.3);
        TableFailures.Inject(app.Wire, "hanging", "UpdateItem");
        using var browser = app.NewBrowser();

        for (var round = 0; round < 5; round++)
        {
            var answer = await browser.GetAsync("/").WaitAsync(Patience);

            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(app.Logs.Own.GetSnapshot().Count(log => log.Id.Name == "CommitFailed"), Is.EqualTo(round + 1));
        }
    }

    [Test]
    public async Task Writes_that_overlap_share_one_commit_and_keep_their_order()
    {
        await using var app = await StartAsync(async context =>
        {
            var response = context.Response;
            var writes = new[]
            {
                response.Body.WriteAsync("1"u8.ToArray()).AsTask(),
                response.Body.WriteAsync("2"u8.ToArray()).AsTask(),
                response.StartAsync(),
                response.Body.WriteAsync("3"u8.ToArray()).AsTask(),
            };
            await Task.WhenAll(writes);
            response.BodyWriter.Write("4"u8);
        }, timeoutSeconds: 5);
        var held = new HeldCall(app.Wire);
        using var browser = app.NewBrowser();

        var answering = browser.GetAsync("/");
        await held.Arrived;
        held.Release();
        var answer = await answering.WaitAsync(Patience);

        Assert.That(answer.Text, Is.EqualTo("1234"));
        Assert.That(app.TakeCalls(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_write_that_comes_while_callbacks_run_follows_the_first()
    {
        // Nothing is set, so that the gate opens without a commit, and without a pause.
        await using var app = await SessionApp.StartAsync(app => app.UseDynamoSession().Run(async context =>
        {
            var response = context.Response;
            var second = Task.CompletedTask;
            response.OnStarting(() =>
            {
                using var hasCalled = new ManualResetEventSlim();
                using (ExecutionContext.SuppressFlow())
                {
                    second = Task.Run(() =>
                    {
                        var writing = response.Body.WriteAsync("2"u8.ToArray()).AsTask();
                        hasCalled.Set();
                        return writing;
                    });
                }

                Assert.That(hasCalled.Wait(Patience), Is.True);
                return Task.CompletedTask;
            });
            await response.Body.WriteAsync("1"u8.ToArray());
            await second;
        }));
        using var browser = app.NewBrowser();

        var answer = await browser.GetAsync("/").WaitAsync(Patience);

        Assert.That(answer.Text, Is.EqualTo("12"));
    }

    private static Task<SessionApp> StartAsync(RequestDelegate endpoint, double timeoutSeconds) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.Run(context =>
            {
                context.Session.Set("theme", LeakWatch.Value("dark"));
                return endpoint(context);
            });
        },
        options => options.IOTimeout = TimeSpan.FromSeconds(timeoutSeconds));
}
