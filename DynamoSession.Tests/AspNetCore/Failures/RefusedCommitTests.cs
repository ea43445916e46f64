using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A commit that the table refuses is a 409, one that is too large a 500; neither mints a cookie.</summary>
[Category(TestEngine.Category)]
public sealed class RefusedCommitTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private Func<Task> _meanwhile = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _meanwhile = () => Task.CompletedTask;
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/page/{0}");
                app.UseRouting();
                app.UseDynamoSession();
                app.MapGet("/first", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
                app.MapGet("/slow", async (HttpContext context) =>
                {
                    context.Session.Set("theme", LeakWatch.Value("light"));
                    await _meanwhile();
                    return "written";
                });
                app.MapGet("/slow-increment", async (HttpContext context) =>
                {
                    context.Session.Increment("count");
                    await _meanwhile();
                    return "written";
                });
                app.MapGet("/text-count", (HttpContext context) => context.Session.Set("count", LeakWatch.Value("many")));
                app.MapGet("/sign-out", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapGet("/large", (HttpContext context) =>
                {
                    context.Session.Set("basket", LeakWatch.Value(new string('x', 50_000)));
                    context.Session.Set("history", LeakWatch.Value(new string('y', 20_000)));
                    context.Session.Set("theme", LeakWatch.Value("light"));
                    return "written";
                });
                app.MapGet("/page/{code}", (HttpContext context, int code) =>
                    $"page {code}, available {context.Session.IsAvailable}, theme {context.Session.Get<string>("theme") is not null}");
                app.UseEndpoints(_ => { });
            },
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/first");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task A_session_that_was_signed_out_meanwhile_is_a_409_whose_page_sees_no_session()
    {
        _meanwhile = async () =>
        {
            using var other = _app.NewBrowser();
            other.SessionCookie = _browser.SessionCookie;
            await other.GetAsync("/sign-out");
        };

        var answer = await _browser.GetAsync("/slow");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(409));
            Assert.That(answer.Text, Is.EqualTo("page 409, available True, theme False"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(answer.Header("Retry-After"), Is.Null);
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        });
    }

    [Test]
    public async Task A_session_that_expired_meanwhile_is_a_409()
    {
        _meanwhile = () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(21));
            return Task.CompletedTask;
        };

        var answer = await _browser.GetAsync("/slow");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(answer.SetCookies, Is.Empty);
    }

    [Test]
    public async Task Writing_with_the_cookie_of_a_session_that_was_just_signed_out_is_a_409()
    {
        var cookie = _browser.SessionCookie;
        await _browser.GetAsync("/sign-out");
        _browser.SessionCookie = cookie;

        var answer = await _browser.GetAsync("/slow");

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(answer.SetCookies, Is.Empty);
    }

    [Test]
    public async Task Counting_what_another_request_has_made_a_text_is_a_409()
    {
        _meanwhile = async () =>
        {
            using var other = _app.NewBrowser();
            other.SessionCookie = _browser.SessionCookie;
            await other.GetAsync("/text-count");
        };

        var answer = await _browser.GetAsync("/slow-increment");

        var failure = _app.Logs.Own.GetSnapshot().Single(log => log.Level == LogLevel.Error);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(409));
            Assert.That(answer.Text, Is.EqualTo("page 409, available True, theme True"));
            Assert.That(failure.Exception, Is.InstanceOf<SessionFieldTypeException>().With.Message.Contain("count"));
        });
    }

    [Test]
    public async Task A_session_that_would_be_too_large_is_a_500_whose_log_names_the_largest_fields()
    {
        _app.TakeCalls();

        var answer = await _browser.GetAsync("/large");

        var failure = _app.Logs.Own.GetSnapshot().Single(log => log.Level == LogLevel.Error);
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo("page 500, available True, theme True"));
            Assert.That(_app.TakeCalls().Select(call => call.Operation), Is.All.EqualTo("GetItem"));
            Assert.That(failure.Exception, Is.InstanceOf<SessionTooLargeException>().With.Message.Contain("basket").And.Message.Contain("history"));
        });
    }
}
