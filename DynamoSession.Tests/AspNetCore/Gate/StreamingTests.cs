using System.Net;
using System.Runtime.CompilerServices;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>A stream commits with its first byte, and what it changes later when it ends.</summary>
[Category(TestEngine.Category)]
[TestFixture(HttpProtocols.Http1)]
[TestFixture(HttpProtocols.Http2)]
public sealed class StreamingTests(HttpProtocols protocols)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private HttpClient _client = null!;
    private TaskCompletionSource _mayGoOn = null!;
    private TaskCompletionSource<bool> _ended = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    try
                    {
                        await next();
                    }
                    finally
                    {
                        _ended.TrySetResult(context.RequestAborted.IsCancellationRequested);
                    }
                });
                app.UseDynamoSession();
                app.MapGet("/events", (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    return TypedResults.ServerSentEvents(EventsAsync(context));
                });
                app.MapGet("/endless", (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    return TypedResults.ServerSentEvents(EndlessAsync(context.RequestAborted));
                });
                app.MapGet("/late-session", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("begun, ");
                    try
                    {
                        context.Session.Set("theme", LeakWatch.Value("dark"));
                    }
                    catch (InvalidOperationException exception)
                    {
                        await context.Response.WriteAsync(exception.Message);
                    }
                });
                app.MapGet("/until-the-client-leaves", async (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    await context.Response.WriteAsync("begun");
                    await context.Response.Body.FlushAsync();
                    context.Session.Set("went-on", LeakWatch.Value("a secret"));
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                });
                app.MapGet("/sign-out-when-the-client-leaves", async (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    await context.Response.WriteAsync("begun");
                    await context.Response.Body.FlushAsync();
                    context.GetDynamoSession().Destroy();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                });
                app.MapGet("/establish", async (HttpContext context) =>
                {
                    if (context.Request.QueryString.Value == "?callback")
                    {
                        context.Response.OnStarting(() =>
                        {
                            Establish(context.Session);
                            return Task.CompletedTask;
                        });
                    }
                    else
                    {
                        Establish(context.Session);
                    }

                    await context.Response.WriteAsync("begun");
                    await context.Response.Body.FlushAsync();
                    context.Session.Set("went-on", true);
                });
                app.MapGet("/establish-nothing", (HttpContext context) => Establish(context.Session));
                app.MapGet("/mistake", async (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    await context.Response.WriteAsync("begun");
                    await context.Response.Body.FlushAsync();
                    context.Session.Set("went-on", LeakWatch.Value("a secret"));
                    await _mayGoOn.Task;
                    throw new InvalidOperationException("a mistake");
                });
                app.MapGet("/late-sign-out", async (HttpContext context) =>
                {
                    context.Session.Set("started", true);
                    await context.Response.WriteAsync("begun");
                    context.GetDynamoSession().Destroy();
                });
            },
            clock: _clock,
            protocols: protocols);
        _client = new HttpClient
        {
            BaseAddress = _app.Address,
            DefaultRequestVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task The_first_event_waits_for_the_commit_and_the_end_commits_the_rest()
    {
        var held = new HeldCall(_app.Wire);

        var sending = _client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        await held.Arrived;
        var answeredEarly = sending.IsCompleted;
        held.Release();
        using var response = await sending.WaitAsync(Patience);
        var cookie = CookieOf(response);
        var fieldsAtTheStart = (await _app.FieldsAsync(cookie)).Keys.ToArray();
        _mayGoOn.SetResult();
        var text = await response.Content.ReadAsStringAsync().WaitAsync(Patience);
        await _ended.Task.WaitAsync(Patience);

        Assert.Multiple(async () =>
        {
            Assert.That(answeredEarly, Is.False);
            Assert.That(fieldsAtTheStart, Is.EqualTo(new[] { "started" }));
            Assert.That(text, Is.EqualTo("data: first\n\ndata: second\n\n"));
            Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "started", "went-on" }));
            Assert.That(_app.TakeCalls().Count(call => call.Operation == "UpdateItem"), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task A_late_commit_that_fails_is_logged_and_aborts_the_connection()
    {
        using var response = await _client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        CookieOf(response);
        Fail();
        _mayGoOn.SetResult();

        Assert.That(() => response.Content.ReadAsStringAsync().WaitAsync(Patience), Throws.InstanceOf<HttpRequestException>());

        var log = _app.Logs.Own.GetSnapshot().Single(log => log.Level == LogLevel.Error);
        Assert.That(log.Id.Name, Is.EqualTo("LateCommitFailed"));
    }

    [Test]
    public async Task An_endless_stream_whose_commit_fails_is_answered()
    {
        Fail();

        using var response = await _client.GetAsync("/endless").WaitAsync(Patience);

        Assert.Multiple(async () =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(503));
            Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
            Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
            Assert.That(await _ended.Task, Is.False, "the request itself was not aborted");
        });
    }

    [Test]
    public async Task A_session_cannot_begin_after_the_response_has()
    {
        var text = await _client.GetStringAsync("/late-session");

        Assert.That(text, Does.StartWith("begun, ").And.Contain("cannot be created after the response"));
        Assert.That(await _app.CountItemsAsync(), Is.Zero);
    }

    [Test]
    public async Task A_sign_out_after_the_start_still_ends_the_session()
    {
        using var response = await _client.GetAsync("/late-sign-out");
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.ItemAsync(CookieOf(response)))!.Keys, Does.Contain("dead"));
    }

    [TestCase("/establish")]
    [TestCase("/establish?callback")]
    public async Task A_session_that_was_written_to_before_the_response_can_be_used_in_the_stream(string path)
    {
        using var response = await _client.GetAsync(path);
        await _ended.Task.WaitAsync(Patience);

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("begun"));
        Assert.That((await _app.FieldsAsync(CookieOf(response))).Keys, Is.EquivalentTo(new[] { "went-on" }));
    }

    [Test]
    public async Task A_session_whose_first_write_was_taken_back_is_not_stored_for_nothing()
    {
        using var response = await _client.GetAsync("/establish-nothing");

        Assert.That(response.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(await _app.CountItemsAsync(), Is.Zero);
    }

    [Test]
    public async Task Changes_in_a_stream_are_stored_although_the_client_disconnects()
    {
        var response = await _client.GetAsync("/until-the-client-leaves", HttpCompletionOption.ResponseHeadersRead);
        var cookie = CookieOf(response);
        response.Dispose();
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "started", "went-on" }));
        Assert.That(_app.Logs.Own.GetSnapshot().Select(log => log.Id.Name), Has.None.EqualTo("LateChangesLost"));
    }

    [Test]
    public async Task A_sign_out_in_a_stream_takes_effect_although_the_client_disconnects()
    {
        var response = await _client.GetAsync("/sign-out-when-the-client-leaves", HttpCompletionOption.ResponseHeadersRead);
        var cookie = CookieOf(response);
        response.Dispose();
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.ItemAsync(cookie))!.Keys, Does.Contain("dead"));
    }

    [Test]
    public async Task What_cannot_be_committed_after_the_client_has_left_is_a_warning_that_names_it()
    {
        var response = await _client.GetAsync("/until-the-client-leaves", HttpCompletionOption.ResponseHeadersRead);
        var cookie = CookieOf(response);
        Fail();
        response.Dispose();
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "started" }));
        AssertLost();
    }

    [Test]
    public async Task A_mistake_in_a_stream_commits_nothing_more_and_is_a_warning_that_names_it()
    {
        using var response = await _client.GetAsync("/mistake", HttpCompletionOption.ResponseHeadersRead);
        var cookie = CookieOf(response);
        _mayGoOn.SetResult();
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "started" }));
        AssertLost();
    }

    private static void Establish(ISession session)
    {
        session.SetString("established", "");
        session.Remove("established");
    }

    private void AssertLost()
    {
        var log = _app.Logs.Own.GetSnapshot().Single(log => log.Id.Name == "LateChangesLost");
        Assert.That(log.Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(log.Message, Does.EndWith("Changed fields: went-on."));
    }

    private async IAsyncEnumerable<string> EventsAsync(HttpContext context)
    {
        yield return "first";
        await _mayGoOn.Task;
        context.Session.Set("went-on", true);
        yield return "second";
    }

    private static async IAsyncEnumerable<string> EndlessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return "tick";
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellationToken);
        }
    }

    private void Fail() => TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);

    private static string CookieOf(HttpResponseMessage response)
    {
        var cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=')[1];
        LeakWatch.Protect(cookie);
        return cookie;
    }
}
