using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>Endpoints with <see cref="SessionAccess.Optional"/> answer without the table.</summary>
[Category(TestEngine.Category)]
public sealed class OptionalAccessTests
{
    private readonly ManualTimeProvider _clock = new();
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartAsync(
        app =>
        {
            app.UseStatusCodePagesWithReExecute("/optional/read");
            app.UseRouting();
            app.UseDynamoSession();
            var optional = app.MapGroup("/optional").WithSessionPolicy(SessionAccess.Optional);
            optional.MapGet("/read", (HttpContext context) =>
                $"available {context.Session.IsAvailable}, theme {context.Session.Get<string>("theme") is not null}, keys {context.Session.Keys.Count()}");
            optional.MapGet("/write", (HttpContext context) =>
            {
                context.Session.Set("theme", LeakWatch.Value("light"));
                return "written";
            });
            optional.MapGet("/commit", async (HttpContext context) =>
            {
                context.Session.Set("theme", LeakWatch.Value("light"));
                await context.Session.CommitAsync();
                context.Session.Set("theme", LeakWatch.Value("dark"));
                return "written";
            });
            optional.MapGet("/sign-out", (HttpContext context) =>
            {
                context.GetDynamoSession().Destroy();
                return "done";
            });
            optional.MapGet("/renew", (HttpContext context) =>
            {
                context.GetDynamoSession().RenewId();
                return "done";
            });
            optional.MapGet("/sign-in", (HttpContext context) =>
            {
                context.GetDynamoSession().UserId = LeakWatch.Value("ada");
                return "done";
            });
            optional.MapGet("/writes", (HttpContext context) =>
            {
                Action<ISession>[] writes =
                [
                    session => session.Set("theme", "light"), session => session.SetInt32("count", 1), session => session.Increment("count"),
                    session => session.Append("list", 1), session => session.Clear(), session => ((IDynamoSession)session).Destroy(),
                ];
                foreach (var write in writes)
                {
                    Assert.That(() => write(context.Session), Throws.InvalidOperationException.With.Message.Contains("IsAvailable"));
                }

                context.Session.Remove("absent");
                return "all refused";
            });
            app.MapGet("/missing", (HttpContext context) =>
            {
                context.Session.Set("theme", LeakWatch.Value("dark"));
                context.Response.StatusCode = 404;
            });
            app.UseEndpoints(_ => { });
        },
        clock: _clock);

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public async Task OpenAsync()
    {
        _app.Wire.Before = null;
        _browser = _app.NewBrowser();
        await _browser.GetAsync("/optional/write");
        _app.Logs.Own.Clear();
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [Test]
    public async Task Without_the_table_reads_are_empty([ValueSource(typeof(TableFailures), nameof(TableFailures.Names))] string failure)
    {
        TableFailures.Inject(_app.Wire, failure, "GetItem", _clock);

        var answer = await _browser.GetAsync("/optional/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Text, Is.EqualTo("available False, theme False, keys 0"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(answer.Header("Vary"), Is.EqualTo("Cookie"));
        });
    }

    [Test]
    public async Task Without_the_table_writes_throw()
    {
        TableFailures.Inject(_app.Wire, "500", "GetItem", _clock);

        var answer = await _browser.GetAsync("/optional/writes");

        Assert.That(answer.Text, Is.EqualTo("all refused"));
    }

    [Test]
    public async Task With_the_table_it_is_as_required()
    {
        var answer = await _browser.GetAsync("/optional/read");

        Assert.That(answer.Text, Is.EqualTo("available True, theme True, keys 1"));
    }

    [Test]
    public async Task A_failed_commit_generates_no_id_and_the_response_is_sent([ValueSource(typeof(TableFailures), nameof(TableFailures.Names))] string failure)
    {
        TableFailures.Inject(_app.Wire, failure, "UpdateItem", _clock);
        using var stranger = _app.NewBrowser();

        var answer = await stranger.GetAsync("/optional/write");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Text, Is.EqualTo("written"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(answer.Header("Vary"), Is.EqualTo("Cookie"));
            Assert.That(_app.Logs.Own.GetSnapshot().Where(log => log.Level > LogLevel.Debug).Select(log => (log.Id.Name, log.Level)), Is.EqualTo(new[] { ("OptionalCommitFailed", LogLevel.Error) }));
        });
    }

    [Test]
    public async Task A_session_that_was_committed_before_keeps_its_cookie_when_a_later_commit_fails()
    {
        var writes = 0;
        _app.Wire.Before = (operation, _) =>
        {
            if (operation == "UpdateItem" && ++writes == 2)
            {
                TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);
            }

            return Task.FromResult<HttpResponseMessage?>(null);
        };
        using var stranger = _app.NewBrowser();

        var answer = await stranger.GetAsync("/optional/commit");

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await _app.ItemAsync(stranger.SessionCookie), Is.Not.Null);
    }

    [Test]
    public async Task A_sign_out_a_renewal_or_a_sign_in_that_fails_is_an_error_here_too(
        [Values("sign-out", "renew", "sign-in")] string what,
        [ValueSource(typeof(TableFailures), nameof(TableFailures.Names))] string failure)
    {
        TableFailures.Inject(_app.Wire, failure, "UpdateItem", _clock);

        var answer = await _browser.GetAsync($"/optional/{what}");

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
        Assert.That(answer.Text, Does.Not.Contain("done"));
    }

    [Test]
    public async Task An_optional_error_page_without_the_table_leaves_the_cookie_of_the_first_pass()
    {
        using var stranger = _app.NewBrowser();
        TableFailures.Inject(_app.Wire, "500", "GetItem", _clock);

        var answer = await stranger.GetAsync("/missing");

        Assert.Multiple(async () =>
        {
            Assert.That(answer.Status, Is.EqualTo(404));
            Assert.That(answer.Text, Is.EqualTo("available False, theme False, keys 0"));
            Assert.That(await _app.ItemAsync(stranger.SessionCookie), Is.Not.Null);
        });
    }
}
