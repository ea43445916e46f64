using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>A session is in use as long as its request runs.</summary>
[Category(TestEngine.Category)]
public sealed class LongRequestTests
{
    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private TaskCompletionSource _entered = null!;
    private TaskCompletionSource _leave = null!;
    private IDynamoSession? _session;

    [SetUp]
    public async Task StartAsync()
    {
        _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseWebSockets();
                app.UseDynamoSession();
                app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/persistent", (HttpContext context) => context.GetDynamoSession().IsPersistent = true);
                app.MapPost("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapGet("/slow/read", async (HttpContext context) =>
                {
                    await StayAsync(context);
                    return context.Session.Get<int>("count");
                });
                app.MapPost("/slow/set", async (HttpContext context) =>
                {
                    await StayAsync(context);
                    context.Session.Increment("count");
                });
                app.MapGet("/slow/untouched", StayAsync);
                app.MapGet("/slow/throw", async (HttpContext context) =>
                {
                    await StayAsync(context);
                    throw new InvalidOperationException("a mistake");
                });
                app.MapGet("/slow/day/throw", async (HttpContext context) =>
                {
                    context.GetDynamoSession().IdleTimeout = TimeSpan.FromHours(20);
                    await StayAsync(context);
                    throw new InvalidOperationException("a mistake");
                });
                app.MapGet("/slow/read-only", StayAsync).WithSessionPolicy(SessionAccess.ReadOnly);
                app.MapGet("/slow/exclusive", StayAsync).WithSessionPolicy(concurrency: DynamoSession.Core.SessionConcurrency.Exclusive);
                app.MapGet("/slow/none", () => StayAsync(null)).WithSessionPolicy(SessionAccess.None);
                app.MapGet("/stream", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("first ");
                    await context.Response.Body.FlushAsync();
                    await StayAsync(context);
                    await context.Response.WriteAsync("last");
                });
                app.MapGet("/stream/new", async (HttpContext context) =>
                {
                    context.Session.Set("count", 1);
                    await context.Response.WriteAsync("first ");
                    await context.Response.Body.FlushAsync();
                    await StayAsync(context);
                });
            },
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/set");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/slow/read", "1")]
    [TestCase("/slow/untouched", "1")]
    [TestCase("/slow/throw", "1")]
    [TestCase("/slow/read-only", "1")]
    [TestCase("/slow/exclusive", "1")]
    public async Task A_session_that_a_request_found_at_minute_15_of_20_lives_until_minute_35_however_long_the_request_took(string path, string expected)
    {
        _clock.Advance(TimeSpan.FromMinutes(15));
        var slow = _browser.GetAsync(path);
        await _entered.Task;
        await TouchedAsync();

        _clock.Advance(TimeSpan.FromMinutes(6));
        _leave.SetResult();
        await slow;

        Assert.That(await ReadAsync(), Is.EqualTo(expected), "at minute 21");
    }

    [Test]
    public async Task A_request_that_writes_at_its_end_is_not_too_late()
    {
        _clock.Advance(TimeSpan.FromMinutes(15));
        var slow = _browser.PostAsync("/slow/set");
        await _entered.Task;
        await TouchedAsync();

        _clock.Advance(TimeSpan.FromMinutes(6));
        _leave.SetResult();

        Assert.That((await slow).Status, Is.EqualTo(200));
        Assert.That(await ReadAsync(), Is.EqualTo("2"));
    }

    [Test]
    public async Task An_endpoint_without_the_session_does_not_extend_it()
    {
        _clock.Advance(TimeSpan.FromMinutes(15));
        var slow = _browser.GetAsync("/slow/none");
        await _entered.Task;
        _clock.Advance(TimeSpan.FromMinutes(6));
        _leave.SetResult();
        await slow;

        Assert.That(await ReadAsync(), Is.EqualTo("0"));
    }

    [TestCase("/stream", false)]
    [TestCase("/stream/new", true)]
    [TestCase("/slow/untouched", false)]
    public async Task A_stream_keeps_its_session_alive_for_hours_with_one_write_in_half_an_idle_timeout(string path, bool isNew)
    {
        if (isNew)
        {
            _browser.SessionCookie = null;
        }

        var stream = _browser.GetAsync(path);
        await _entered.Task;
        _app.TakeCalls();
        for (var minute = 0; minute < 120; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            if (minute % 10 == 9)
            {
                await UntilAsync(() => _session!.ExpiresAt > _clock.GetUtcNow().AddMinutes(19));

                // Of the next touch: if the clock moved while it is computed, it would be late by that much.
                await _clock.WhenTimersWaitAsync(1);
            }
        }

        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(Enumerable.Repeat("UpdateItem", 12)));
        _leave.SetResult();
        await stream;
        Assert.That(await ReadAsync(), Is.EqualTo("1"));
    }

    [Test]
    public async Task An_idle_timeout_that_is_not_committed_yet_does_not_extend_the_session()
    {
        var slow = _browser.GetAsync("/slow/day/throw");
        await _entered.Task;
        _clock.Advance(TimeSpan.FromMinutes(11));
        await TouchedAsync();
        var end = _clock.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds();

        _leave.SetResult();
        await slow;

        Assert.That((await _app.ItemAsync(_browser.SessionCookie))!["expires"].N, Is.EqualTo($"{end}"));
    }

    [Test]
    public async Task A_request_in_the_first_half_of_the_idle_timeout_is_touched_at_its_end_only()
    {
        _clock.Advance(TimeSpan.FromMinutes(9));
        _app.TakeCalls();
        var slow = _browser.GetAsync("/slow/read");
        await _entered.Task;
        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));

        _leave.SetResult();
        await slow;

        Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "UpdateItem" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_persistent_cookie_is_sent_again_unless_the_session_was_signed_out_while_the_request_ran(bool isSignedOut)
    {
        await _browser.PostAsync("/persistent");
        _clock.Advance(TimeSpan.FromMinutes(15));
        var slow = _browser.GetAsync("/slow/read");
        await _entered.Task;
        await TouchedAsync();
        if (isSignedOut)
        {
            using var other = new Browser(_app.Address, cookies: new(_browser.Cookies));
            await other.PostAsync("/sign-out");
        }

        _leave.SetResult();

        Assert.That((await slow).SetCookies, isSignedOut ? Is.Empty : Has.One.Contains("max-age=1200"));
    }

    [Test]
    public async Task A_persistent_cookie_is_sent_again_by_a_request_that_writes()
    {
        await _browser.PostAsync("/persistent");
        _clock.Advance(TimeSpan.FromMinutes(15));
        var slow = _browser.PostAsync("/slow/set");
        await _entered.Task;
        await TouchedAsync();
        _leave.SetResult();

        Assert.That((await slow).SetCookies, Has.One.Contains("max-age=1200"));
    }

    [Test]
    public async Task A_session_that_ends_meanwhile_is_not_extended_any_more()
    {
        using var other = new Browser(_app.Address, cookies: new(_browser.Cookies));
        var stream = _browser.GetAsync("/stream");
        await _entered.Task;
        var id = (await _app.ItemAsync(_browser.SessionCookie))!["id"].S;
        await _app.Client.DeleteItemAsync(_app.TableName, new() { ["id"] = new() { S = id } });

        for (var minute = 0; minute < 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        _leave.SetResult();
        await stream;
        Assert.That(await _app.ItemAsync(_browser.SessionCookie), Is.Null);
    }

    private async Task StayAsync(HttpContext? context)
    {
        _session = context?.GetDynamoSession();
        _entered.TrySetResult();
        await _leave.Task;
    }

    private async Task<string> ReadAsync()
    {
        using var other = new Browser(_app.Address, cookies: new(_browser.Cookies));
        return (await other.GetAsync("/read")).Text;
    }

    private Task TouchedAsync() => UntilAsync(() => _app.Wire.Calls.Any(call => call.UpdateExpression == "SET #expires = :expires"));

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        for (var attempt = 0; attempt < 3_000 && !isTrue(); attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.That(isTrue(), Is.True);
    }
}
