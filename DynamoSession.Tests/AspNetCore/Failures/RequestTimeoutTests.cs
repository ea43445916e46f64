using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A request that its time limit has ended commits nothing, wherever the time limit stands.</summary>
[Category(TestEngine.Category)]
[TestFixture(true)]
[TestFixture(false)]
public sealed class RequestTimeoutTests(bool timeoutsFirst)
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseRouting();
            if (timeoutsFirst)
            {
                app.UseRequestTimeouts();
            }

            app.UseDynamoSession();
            if (!timeoutsFirst)
            {
                app.UseRequestTimeouts();
            }

            app.MapPost("/slow", HangAsync).WithRequestTimeout(TimeSpan.FromMilliseconds(50));
            app.MapPost("/own-status", HangAsync).WithRequestTimeout(new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromMilliseconds(50),
                TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            });
            app.MapPost("/own-response", HangAsync).WithRequestTimeout(new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromMilliseconds(50),
                WriteTimeoutResponse = context => context.Response.WriteAsync("too slow"),
            });
            app.MapPost("/in-time", async (HttpContext context) =>
            {
                context.Session.Set("first", LeakWatch.Value("half"));
                await WhenCancelledAsync(context.RequestAborted);
                context.Session.Set("second", LeakWatch.Value("half"));
                return "done all the same";
            }).WithRequestTimeout(TimeSpan.FromMilliseconds(50));
            app.MapPost("/own-504", (HttpContext context) =>
            {
                context.Session.Set("first", LeakWatch.Value("half"));
                context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
            }).WithRequestTimeout(TimeSpan.FromMinutes(1));
            app.UseEndpoints(_ => { });
        },
        services: builder => builder.Services.AddRequestTimeouts());

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public void Open()
    {
        _app.TakeCalls();
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [TestCase("/slow", 504, "")]
    [TestCase("/own-status", 503, "")]
    [TestCase("/own-response", 504, "too slow")]
    public async Task A_request_that_takes_too_long_commits_nothing(string path, int status, string text)
    {
        var answer = await _browser.PostAsync(path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.TakeCalls(), Is.Empty);
        });
    }

    [TestCase("/in-time", 200, new[] { "first", "second" })]
    [TestCase("/own-504", 504, new[] { "first" })]
    public async Task What_the_endpoint_itself_responds_is_committed(string path, int status, string[] fields)
    {
        var answer = await _browser.PostAsync(path);

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(fields));
    }

    private static async Task HangAsync(HttpContext context)
    {
        context.Session.Set("first", LeakWatch.Value("half"));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        context.Session.Set("second", LeakWatch.Value("half"));
    }

    private static async Task WhenCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.Register(cancelled.SetResult))
        {
            await cancelled.Task;
        }
    }
}
