using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A response that the server refuses to send commits nothing.</summary>
[Category(TestEngine.Category)]
public sealed class RefusedResponseTests
{
    private static readonly Dictionary<string, Func<HttpContext, string, Task>> Refused = new()
    {
        ["/offset-after-the-file"] = (context, file) => context.Response.SendFileAsync(file, 6, null),
        ["/negative-offset"] = (context, file) => context.Response.SendFileAsync(file, -1, null),
        ["/count-beyond-the-file"] = (context, file) => context.Response.SendFileAsync(file, 1, 5),
        ["/negative-count"] = (context, file) => context.Response.SendFileAsync(file, 0, -1),
        ["/file-longer-than-its-length"] = (context, file) =>
        {
            context.Response.ContentLength = 4;
            return context.Response.SendFileAsync(file);
        },
        ["/stream-longer-than-its-length"] = (context, _) =>
        {
            context.Response.ContentLength = 4;
            return context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask();
        },
        ["/writer-and-stream-longer-than-their-length"] = (context, _) =>
        {
            context.Response.ContentLength = 9;
            Fill(context, 5);
            return context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask();
        },
        ["/writer-and-file-longer-than-their-length"] = (context, file) =>
        {
            context.Response.ContentLength = 9;
            Fill(context, 5);
            return context.Response.SendFileAsync(file);
        },
        ["/unflushed-longer-than-its-length"] = (context, _) =>
        {
            context.Response.ContentLength = 4;
            Fill(context, 5);
            return Task.CompletedTask;
        },
        ["/unflushed-shorter-than-its-length"] = (context, _) =>
        {
            context.Response.ContentLength = 6;
            Fill(context, 5);
            return Task.CompletedTask;
        },
        ["/length-without-a-body"] = (context, _) =>
        {
            context.Response.ContentLength = 6;
            return Task.CompletedTask;
        },
        ["/length-set-in-a-callback"] = (context, _) =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.ContentLength = 4;
                return Task.CompletedTask;
            });
            return context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask();
        },
        ["/body-for-204"] = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask();
        },
        ["/body-for-304"] = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask();
        },
        ["/socket"] = (context, _) => context.WebSockets.AcceptWebSocketAsync(),
        ["/upgrade"] = (context, _) => context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync(),
    };

    private static readonly Dictionary<string, Func<HttpContext, string, Task>> Accepted = new()
    {
        ["/part-of-a-file"] = (context, file) => context.Response.SendFileAsync(file, 1, 4),
        ["/end-of-a-file"] = (context, file) => context.Response.SendFileAsync(file, 5, 0),
        ["/exact-length"] = (context, _) =>
        {
            context.Response.ContentLength = 5;
            return context.Response.WriteAsync("hello");
        },
        ["/exact-length-unflushed"] = (context, _) =>
        {
            context.Response.ContentLength = 5;
            Fill(context, 5);
            return Task.CompletedTask;
        },
        ["/length-corrected-in-a-callback"] = (context, _) =>
        {
            context.Response.ContentLength = 4;
            context.Response.OnStarting(() =>
            {
                context.Response.ContentLength = 5;
                return Task.CompletedTask;
            });
            return context.Response.WriteAsync("hello");
        },
        ["/empty-204"] = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return context.Response.Body.WriteAsync(Array.Empty<byte>()).AsTask();
        },
        ["/304-with-the-length-of-its-body"] = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.ContentLength = 5;
            return Task.CompletedTask;
        },
    };

    private string _file = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    private static IEnumerable<string> RefusedPaths => Refused.Keys;

    private static IEnumerable<string> AcceptedPaths => Accepted.Keys;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _file = Path.GetTempFileName();
        await File.WriteAllTextAsync(_file, "hello");
        _app = await SessionApp.StartAsync(app =>
        {
            app.Map("/behind", branch =>
            {
                branch.UseDynamoSession();
                branch.UseWebSockets();
                branch.Run(RunAsync);
            });
            app.Map("/page", branch =>
            {
                branch.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("error page")));
                branch.UseDynamoSession();
                branch.UseWebSockets();
                branch.Run(RunAsync);
            });
            app.UseWebSockets();
            app.UseDynamoSession();
            app.Run(RunAsync);
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _app.DisposeAsync();
        File.Delete(_file);
    }

    [SetUp]
    public void Open()
    {
        _app.TakeCalls();
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [Test]
    public async Task Nothing_is_committed([ValueSource(nameof(RefusedPaths))] string path, [Values("", "/behind", "/page")] string place)
    {
        var answer = await _browser.GetAsync(place + path);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo(place == "/page" ? "error page" : ""));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.Empty);
        });
    }

    [Test]
    public async Task What_the_server_accepts_is_committed([ValueSource(nameof(AcceptedPaths))] string path, [Values("GET", "HEAD")] string method)
    {
        var answer = await _browser.SendAsync(new HttpMethod(method), path);

        Assert.That(answer.Status, Is.LessThan(400));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "UpdateItem" }));
    }

    [Test]
    public async Task A_head_request_sends_no_body_that_could_be_too_short()
    {
        var answer = await _browser.SendAsync(HttpMethod.Head, "/length-without-a-body");

        Assert.That((answer.Status, answer.Header("Content-Length")), Is.EqualTo((200, "6")));
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "UpdateItem" }));
    }

    private Task RunAsync(HttpContext context)
    {
        context.Session.Set("theme", LeakWatch.Value("dark"));
        var path = context.Request.Path.Value!;
        return (Refused.GetValueOrDefault(path) ?? Accepted[path])(context, _file);
    }

    private static void Fill(HttpContext context, int bytes)
    {
        context.Response.BodyWriter.GetSpan(bytes)[..bytes].Fill((byte)'x');
        context.Response.BodyWriter.Advance(bytes);
    }
}
