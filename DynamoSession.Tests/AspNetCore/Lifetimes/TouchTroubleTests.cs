using System.Net;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>A touch is a courtesy: its trouble is never the request's.</summary>
[Category(TestEngine.Category)]
public sealed class TouchTroubleTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private Task _lateTouch = Task.CompletedTask;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/read", (HttpContext context) => context.Session.Get<int>("count"));
                app.MapPost("/set", (HttpContext context) => context.Session.Increment("count"));
                app.MapPost("/late", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("started ");
                    context.Session.Increment("count");
                    await context.Session.CommitAsync();
                    await _lateTouch;
                    context.Session.Increment("count");
                    await context.Session.CommitAsync();
                    await context.Response.WriteAsync("ended");
                }).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
            },
            options => options.Cookie.MaxAge = TimeSpan.FromHours(1),
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/set");
        _clock.Advance(TimeSpan.FromMinutes(5));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_touch_that_fails_is_logged_and_the_request_succeeds()
    {
        _app.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = await _browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Text, Is.EqualTo("1"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_app.Logs.Own.GetSnapshot().Single(entry => entry.Id.Id == 12).Level, Is.EqualTo(LogLevel.Warning));
        });
    }

    [Test]
    public async Task A_touch_that_takes_longer_than_a_second_is_not_waited_for()
    {
        var held = HeldCall.Of(_app.Wire, "UpdateItem");

        var answer = _browser.GetAsync("/read");
        await held.Arrived;
        // The deadline's timer and the patience's.
        await _clock.WhenTimersWaitAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await answer).Status, Is.EqualTo(200));
        Assert.That(_app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 13), Is.EqualTo(1));
        held.Release();
    }

    [Test]
    public async Task A_touch_that_is_over_after_a_later_commit_of_its_request_does_not_undo_what_the_request_knows()
    {
        var held = HeldCall.Of(_app.Wire, "UpdateItem");
        var touchIsOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lateTouch = touchIsOver.Task;
        var answer = _browser.PostAsync("/late");
        await held.Arrived;
        await _clock.WhenTimersWaitAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(() => _app.Wire.Calls.Count(call => call.Operation == "UpdateItem"), Is.EqualTo(2).After(20_000, 10), "The seed's and the first late commit's.");

        held.Release();
        Assert.That(() => _app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 3), Is.EqualTo(1).After(20_000, 10));
        touchIsOver.SetResult();

        Assert.That((await answer).Text, Is.EqualTo("started ended"));
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie))["count"].N, Is.EqualTo("3"));
    }

    [Test]
    public async Task A_touch_that_never_completes_ends_with_the_deadline()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _app.Wire.Before = (operation, cancellationToken) =>
        {
            if (operation != "UpdateItem")
            {
                return Task.FromResult<HttpResponseMessage?>(null);
            }

            arrived.TrySetResult();
            return Wire.HangAsync(cancellationToken);
        };

        var answer = _browser.GetAsync("/read");
        await arrived.Task;
        await _clock.WhenTimersWaitAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await answer).Status, Is.EqualTo(200));
        Assert.That(() => _app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 12), Is.EqualTo(1).After(5_000, 10));
    }

    [Test]
    public async Task A_touch_that_finds_the_session_ended_leaves_it_so()
    {
        var held = HeldCall.Of(_app.Wire, "UpdateItem");
        var answer = _browser.GetAsync("/read");
        await held.Arrived;
        await (await TestEngine.ClientAsync()).DeleteItemAsync(_app.TableName, new() { ["id"] = new() { S = SessionApp.KeyOf(_browser.SessionCookie) } });
        held.Release();

        Assert.That((await answer).Status, Is.EqualTo(200));
        Assert.That((await answer).SetCookies, Is.Empty);
        Assert.That(await _app.CountItemsAsync(), Is.Zero);
    }
}
