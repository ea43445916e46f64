using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Gate;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A commit that fails is a 503 that shows nothing of what the endpoint wanted to say, whatever its shape.</summary>
[Category(TestEngine.Category)]
public sealed class FailedCommitTests
{
    private SessionApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await StartAsync(TimeSpan.FromMilliseconds(200));

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public Task Any_shape_becomes_a_bare_503(
        [ValueSource(typeof(ResponseShapes), nameof(ResponseShapes.Names))] string shape, [Values("500", "hanging")] string failure) =>
        AssertBare503Async(shape, failure);

    [Test]
    public Task Any_failure_becomes_a_bare_503([ValueSource(typeof(TableFailures), nameof(TableFailures.Names))] string failure) =>
        AssertBare503Async("text", failure);

    [Test]
    public async Task The_next_request_works_again()
    {
        await using var app = await StartAsync(TimeSpan.FromSeconds(5));
        using var browser = app.NewBrowser();
        TableFailures.Inject(app.Wire, "500", "UpdateItem");
        await browser.GetAsync("/text");
        app.Wire.Before = null;

        var answer = await browser.GetAsync("/text");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Text, Is.EqualTo("hello"));
            Assert.That(browser.SessionCookie, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_failed_commit_is_logged_once_as_an_error()
    {
        TableFailures.Inject(_app.Wire, "500", "UpdateItem");
        _app.Logs.Own.Clear();
        using var browser = _app.NewBrowser();

        await browser.GetAsync("/text");

        var errors = _app.Logs.Own.GetSnapshot().Where(log => log.Level == LogLevel.Error);
        Assert.That(errors.Select(log => log.Id.Name), Is.EqualTo(new[] { "CommitFailed" }));
    }

    private async Task AssertBare503Async(string shape, string failure)
    {
        TableFailures.Inject(_app.Wire, failure, "UpdateItem");

        using var exchange = await RawExchange.SendAsync(_app.Address, "/" + shape);
        var answer = await exchange.ReadToEndAsync();

        var lines = answer.Split("\r\n").Where(line => !line.StartsWith("Date:", StringComparison.Ordinal));
        Assert.That(lines, Is.EquivalentTo(new[]
        {
            "HTTP/1.1 503 Service Unavailable", "Content-Length: 0", "Connection: close", "Server: Kestrel",
            "X-Outer: outer", "Cache-Control: no-store", "Retry-After: 1", "", "",
        }));
    }

    private static Task<SessionApp> StartAsync(TimeSpan ioTimeout) => SessionApp.StartAsync(
        app =>
        {
            app.Use(async (context, next) =>
            {
                context.Response.Headers["X-Outer"] = "outer";
                await next();
            });
            app.UseDynamoSession();
            foreach (var name in ResponseShapes.Names)
            {
                var shape = ResponseShapes.Of(name);
                app.Map("/" + name, async context =>
                {
                    context.Session.Set("theme", LeakWatch.Value("dark"));
                    context.Response.Headers["X-Outer"] = "changed";
                    context.Response.Headers["X-Endpoint"] = "endpoint";
                    context.Response.Headers.ETag = "\"1\"";
                    context.Response.Cookies.Append("endpoint", "1");
                    context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = "Splendid";
                    await shape(context);
                });
            }
        },
        options => options.IOTimeout = ioTimeout);
}
