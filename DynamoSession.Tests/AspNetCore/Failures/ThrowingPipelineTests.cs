using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A request that fails commits nothing, wherever its exception is handled.</summary>
[Category(TestEngine.Category)]
public sealed class ThrowingPipelineTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(app =>
    {
        foreach (var (path, handlesOutside, handlesInside) in new[] { ("/bare", false, false), ("/outside", true, false), ("/inside", false, true), ("/both", true, true) })
        {
            app.Map(path, branch =>
            {
                Handle(branch, handlesOutside);
                branch.UseDynamoSession();
                Handle(branch, handlesInside);
                branch.Run(FailAsync);
            });
        }
    });

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

    [Test]
    public async Task Nothing_is_committed(
        [Values("/bare", "/outside", "/inside", "/both")] string handler,
        [Values("/throw", "/missing-file", "/cancelled", "/cancelled-flush", "/cancelled-start", "/unencodable")] string failure)
    {
        var answer = await _browser.GetAsync(handler + failure);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo(handler == "/bare" ? "" : "error page"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.Empty);
        });
    }

    [TestCase("/bare", "")]
    [TestCase("/outside", "error page")]
    public async Task What_it_has_written_and_not_flushed_is_dropped(string handler, string text)
    {
        var answer = await _browser.GetAsync(handler + "/unflushed");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(answer.Text, Is.EqualTo(text));
    }

    private static void Handle(IApplicationBuilder app, bool handles)
    {
        if (handles)
        {
            app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("error page")));
        }
    }

    private static Task FailAsync(HttpContext context)
    {
        context.Session.Set("theme", LeakWatch.Value("dark"));
        var cancelled = new CancellationToken(canceled: true);
        switch (context.Request.Path.Value)
        {
            case "/unflushed":
                context.Response.BodyWriter.GetSpan(5)[..5].Fill((byte)'x');
                context.Response.BodyWriter.Advance(5);
                throw new InvalidOperationException("a mistake");
            case "/missing-file":
                return context.Response.SendFileAsync(Path.Combine(AppContext.BaseDirectory, "no-such-file"));
            case "/cancelled":
                return context.Response.Body.WriteAsync("hello"u8.ToArray(), cancelled).AsTask();
            case "/cancelled-flush":
                return context.Response.BodyWriter.FlushAsync(cancelled).AsTask();
            case "/cancelled-start":
                return context.Response.StartAsync(cancelled);
            case "/unencodable":
                context.Response.OnStarting(() =>
                {
                    context.Session.Set("number", double.NaN);
                    return Task.CompletedTask;
                });
                return context.Response.WriteAsync("hello");
            default:
                throw new InvalidOperationException("a mistake");
        }
    }
}
