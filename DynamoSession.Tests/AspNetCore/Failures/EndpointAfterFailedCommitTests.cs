using System.Buffers;
using System.IO.Pipelines;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>What an endpoint goes on doing when its commit has failed changes nothing about the answer.</summary>
[Category(TestEngine.Category)]
public sealed class EndpointAfterFailedCommitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public async Task An_endless_stream_is_told_that_its_request_is_over()
    {
        var answer = await AnswerOfAsync(async context =>
        {
            var aborted = context.RequestAborted;
            while (true)
            {
                await context.Response.WriteAsync("tick", CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, aborted);
            }
        });

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_caller_that_asks_only_later_whether_the_request_is_over_learns_it_too()
    {
        var answer = await AnswerOfAsync(async context =>
        {
            await context.Response.WriteAsync("tick", CancellationToken.None);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_flush_reports_that_the_client_has_disconnected()
    {
        var result = default(FlushResult);

        var answer = await AnswerOfAsync(async context =>
        {
            while (!result.IsCompleted)
            {
                context.Response.BodyWriter.Write("tick"u8);
                result = await context.Response.BodyWriter.FlushAsync();
            }
        });

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_listener_that_throws_does_not_change_the_answer()
    {
        var answer = await AnswerOfAsync(async context =>
        {
            context.RequestAborted.Register(() => throw new InvalidOperationException("a listener's mistake"));
            await context.Response.WriteAsync("tick");
        });

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_listener_that_does_not_return_does_not_delay_the_answer()
    {
        var forever = new TaskCompletionSource();
        try
        {
            var answer = await AnswerOfAsync(async context =>
            {
                context.RequestAborted.Register(() => forever.Task.Wait(Patience));
                await context.Response.WriteAsync("tick");
            });

            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(forever.Task.IsCompleted, Is.False);
        }
        finally
        {
            forever.SetResult();
        }
    }

    [Test]
    public async Task An_exception_that_follows_from_it_does_not_change_the_answer()
    {
        var answer = await AnswerOfAsync(async context =>
        {
            await context.Response.WriteAsync("tick");
            context.Response.OnStarting(() => Task.CompletedTask);
        });

        Assert.That(answer.Status, Is.EqualTo(503));
    }

    [Test]
    public async Task A_commit_that_the_endpoint_asked_for_fails_like_the_one_at_the_end()
    {
        var answer = await AnswerOfAsync(async context =>
        {
            await context.Session.CommitAsync();
            await context.Response.WriteAsync("tick");
        });

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
            Assert.That(answer.Header("X-Endpoint"), Is.Null);
        });
    }

    private static async Task<Answer> AnswerOfAsync(RequestDelegate endpoint)
    {
        var clock = new ManualTimeProvider();
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("the error page")));
                app.UseDynamoSession();
                app.Map("/", async context =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    context.Response.Headers["X-Endpoint"] = "endpoint";
                    await endpoint(context);
                });
            },
            clock: clock);
        TableFailures.Inject(app.Wire, "500", "UpdateItem", clock);
        using var browser = app.NewBrowser();
        return await browser.GetAsync("/").WaitAsync(Patience);
    }
}
