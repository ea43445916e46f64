using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>Error pages that re-execute the pipeline through the middleware share one session and one cookie with the first pass.</summary>
[Category(TestEngine.Category)]
public sealed class ReexecutionTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await StartAsync(SessionConsistency.Eventual);
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/missing", 404, "page sees 1")]
    [TestCase("/fail-outside", 500, "error sees 1")]
    [TestCase("/fail-after-commit", 500, "error sees 1")]
    [TestCase("/fail", 500, "error sees 0")]
    public async Task The_second_pass_sees_what_the_first_has_committed_and_one_cookie_goes_out(string path, int status, string text)
    {
        var answer = await _browser.GetAsync(path);

        Assert.Multiple(async () =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
            Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
            Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Does.Contain("pages"));
        });
    }

    [Test]
    public async Task An_unknown_id_is_looked_up_once_however_often_the_pipeline_runs()
    {
        _browser.SessionCookie = new string('A', 43);

        var answer = await _browser.GetAsync("/nowhere");

        Assert.That(answer.Status, Is.EqualTo(404));

        // An eventually consistent read that finds nothing is repeated as a strong one.
        Assert.That(_app.TakeCalls().Count(call => call.Operation == "GetItem"), Is.EqualTo(2));
    }

    [TestCase("/missing", "page sees 2")]
    [TestCase("/fail-outside", "error sees 2")]
    [TestCase("/fail-after-commit", "error sees 2")]
    [TestCase("/fail", "error sees 1")]
    [TestCase("/sign-out-and-fail", "error sees 1")]
    public async Task A_session_that_is_there_stays_the_one(string path, string text)
    {
        await _browser.GetAsync("/new-page");
        var cookie = _browser.SessionCookie;

        var answer = await _browser.GetAsync(path);

        Assert.Multiple(async () =>
        {
            Assert.That(answer.Text, Is.EqualTo(text));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_browser.SessionCookie, Is.EqualTo(cookie));
            Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task The_second_pass_reads_strongly_because_the_first_may_have_written()
    {
        await _browser.GetAsync("/missing");

        Assert.That(_app.TakeCalls().Where(call => call.IsRead).Select(call => (bool?)call.Request["ConsistentRead"]), Is.EqualTo(new[] { true }));
    }

    [TestCase("/missing")]
    [TestCase("/fail-outside")]
    [TestCase("/fail-after-commit")]
    public async Task Each_cookie_goes_out_once_with_read_your_writes(string path)
    {
        await using var app = await StartAsync(SessionConsistency.ReadYourWrites);
        using var browser = app.NewBrowser();

        var answers = new[] { await browser.GetAsync(path), await browser.GetAsync(path) };

        Assert.That(answers[0].SetCookies.Select(NameOf), Is.EquivalentTo(new[] { "__Host-sid", "__Host-sid-recent", "__Host-sid-latest" }));
        Assert.That(answers[1].SetCookies.Select(NameOf), Is.EquivalentTo(new[] { "__Host-sid-recent", "__Host-sid-latest" }));
    }

    [Test]
    public async Task A_page_after_a_sign_out_starts_a_new_session_under_a_single_cookie()
    {
        await _browser.GetAsync("/new-page");
        var cookie = _browser.SessionCookie;

        var answer = await _browser.GetAsync("/sign-out");

        Assert.Multiple(async () =>
        {
            Assert.That(answer.Text, Is.EqualTo("page sees 0"));
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
            Assert.That(_browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(cookie));
            Assert.That((await _app.ItemAsync(cookie))!.Keys, Does.Contain("dead"));
        });
    }

    [Test]
    public async Task A_callback_of_a_pipeline_that_threw_still_finds_the_session()
    {
        var answer = await _browser.GetAsync("/fail-with-callback");

        Assert.Multiple(async () =>
        {
            Assert.That(answer.Status, Is.EqualTo(500));
            Assert.That(answer.Text, Is.EqualTo("error sees 0"));
            Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EquivalentTo(new[] { "visits", "pages" }));
        });
    }

    private static string NameOf(string setCookie) => setCookie.Split('=')[0];

    private static Task<SessionApp> StartAsync(SessionConsistency consistency) => SessionApp.StartAsync(
        app =>
        {
            app.UseExceptionHandler("/error");
            app.Use(async (context, next) =>
            {
                await next();
                if (context.Request.Path == "/fail-outside")
                {
                    throw new InvalidOperationException("a mistake of a middleware in front of us");
                }
            });
            app.UseStatusCodePagesWithReExecute("/page", "?code={0}");
            app.UseRouting();
            app.UseDynamoSession();
            app.Map("/missing", context => Visit(context, StatusCodes.Status404NotFound));
            app.Map("/fail", context =>
            {
                Visit(context, StatusCodes.Status200OK);
                throw new InvalidOperationException("a mistake");
            });
            app.Map("/fail-after-commit", async context =>
            {
                await Visit(context, StatusCodes.Status200OK);
                await context.Session.CommitAsync();
                throw new InvalidOperationException("a mistake");
            });
            app.Map("/fail-with-callback", context =>
            {
                context.Response.OnStarting(() => Visit(context, StatusCodes.Status500InternalServerError));
                throw new InvalidOperationException("a mistake");
            });
            app.Map("/fail-outside", context => Visit(context, StatusCodes.Status200OK));
            app.Map("/sign-out", context =>
            {
                context.GetDynamoSession().Destroy();
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
            app.Map("/sign-out-and-fail", context =>
            {
                context.GetDynamoSession().Destroy();
                throw new InvalidOperationException("a mistake");
            });
            app.Map("/page", context => PageAsync(context, "page"));
            app.Map("/error", context => PageAsync(context, "error"));
            app.Map("/new-page", context => Visit(context, 200));
            app.UseEndpoints(_ => { });
        },
        options => options.Consistency = consistency);

    private static Task Visit(HttpContext context, int status)
    {
        context.Session.Increment("visits");
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task PageAsync(HttpContext context, string name)
    {
        var visits = context.Session.Get<int>("visits");
        context.Session.Increment("pages");
        return context.Response.WriteAsync($"{name} sees {visits}");
    }
}
