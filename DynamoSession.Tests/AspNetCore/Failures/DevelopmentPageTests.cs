using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>In Development, a failed load or commit says why, unless the application's own error page is shown.</summary>
public sealed class DevelopmentPageTests
{
    private const string Secret = "blue-whale";

    private readonly ManualTimeProvider _clock = new();

    [TestCase("load", 503, "The session load failed: the test made the fake table unavailable")]
    [TestCase("commit", 503, "made the fake table unavailable")]
    [TestCase("conflict", 409, "session")]
    [TestCase("gone", 409, "session")]
    [TestCase("large", 500, "MaxSessionBytes")]
    [TestCase("explicit", 503, "made the fake table unavailable")]
    public async Task The_reason_is_on_the_page(string failure, int status, string reason)
    {
        await using var app = await StartAsync("Development");
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, failure);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Header("Content-Type"), Is.EqualTo("text/plain; charset=utf-8"));
            Assert.That(answer.Text, Does.Contain(reason).And.Contain("Development environment only"));
            Assert.That(answer.Text, Does.Not.Contain(Secret).And.Not.Contain(browser.Cookies["sid"]), "no values and no ids");
            Assert.That(answer.Text, Does.Not.Contain(SessionId.PublicIdOf(browser.Cookies["sid"])));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.SetCookies, Is.Empty);
        });
    }

    [Test]
    public async Task A_lease_that_is_held_is_on_the_page()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var app = await StartAsync("Development", hold: async () =>
        {
            entered.TrySetResult();
            await leave.Task;
        });
        using var browser = await BrowserWithSessionAsync(app);
        var holder = browser.PostAsync("/exclusive");
        await entered.Task;

        var answer = await browser.PostAsync("/exclusive");
        leave.SetResult();
        await holder;

        Assert.That((answer.Status, answer.Text.Contains("LeaseWait", StringComparison.Ordinal)), Is.EqualTo((423, true)));
    }

    [Test]
    public async Task Elsewhere_the_body_is_empty(
        [Values("Production", "Staging")] string environment, [Values("load", "commit", "conflict", "gone", "large", "explicit")] string failure)
    {
        await using var app = await StartAsync(environment);
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, failure);

        Assert.That((answer.Text, answer.Header("Content-Type")), Is.EqualTo(("", (string?)null)));
    }

    [Test]
    public async Task Status_code_pages_are_shown_instead([Values("load", "commit", "conflict")] string failure)
    {
        await using var app = await StartAsync("Development", app => app.UseStatusCodePages("text/plain", "page {0}"));
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, failure);

        Assert.That(answer.Text, Is.EqualTo($"page {answer.Status}"));
    }

    [Test]
    public async Task Problem_details_are_shown_instead([Values("load", "commit")] string failure)
    {
        await using var app = await StartAsync("Development", app => app.UseStatusCodePages());
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, failure);

        Assert.That((answer.Header("Content-Type"), answer.Text.Contains("\"status\":503", StringComparison.Ordinal)), Is.EqualTo(("application/problem+json", true)));
    }

    [Test]
    public async Task A_page_that_is_executed_again_is_shown_instead([Values("load", "commit")] string failure)
    {
        await using var app = await StartAsync("Development", app => app.UseStatusCodePagesWithReExecute("/page/{0}"));
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, failure);

        Assert.That(answer.Text, Is.EqualTo("page 503"));
    }

    [Test]
    public async Task An_error_page_that_needs_the_session_itself_says_why_it_failed()
    {
        await using var app = await StartAsync("Development", app => app.UseStatusCodePagesWithReExecute("/needy-page/{0}"));
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await browser.PostAsync("/conflict-and-outage");

        Assert.That((answer.Status, answer.Text.Contains("made the fake table unavailable", StringComparison.Ordinal)), Is.EqualTo((503, true)));
    }

    [Test]
    public async Task Status_code_pages_behind_the_session_or_switched_off_are_not_waited_for([Values] bool behind)
    {
        await using var app = await StartAsync(
            "Development",
            front: app =>
            {
                if (!behind)
                {
                    app.UseStatusCodePages();
                    app.Use((context, next) =>
                    {
                        context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = false;
                        return next(context);
                    });
                }
            },
            back: app =>
            {
                if (behind)
                {
                    app.UseStatusCodePages();
                }
            });
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, "commit");

        Assert.That(answer.Text, Does.Contain("made the fake table unavailable"));
    }

    [Test]
    public async Task Middleware_in_front_can_still_change_the_status_and_headers()
    {
        await using var app = await StartAsync("Development", app => app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response is { StatusCode: 503, HasStarted: false })
            {
                context.Response.StatusCode = 502;
                context.Response.Headers["X-Seen"] = "yes";
            }
        }));
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await FailAsync(app, browser, "load");

        Assert.That((answer.Status, answer.Header("X-Seen")), Is.EqualTo((502, "yes")));
    }

    [Test]
    public async Task An_exception_of_the_endpoint_gets_the_developer_exception_page()
    {
        await using var app = await StartAsync("Development", app => app.UseDeveloperExceptionPage());
        using var browser = await BrowserWithSessionAsync(app);

        var answer = await browser.PostAsync("/throw");

        Assert.That((answer.Status, answer.Text.Contains("the endpoint's own mistake", StringComparison.Ordinal)), Is.EqualTo((500, true)));
    }

    [Test]
    public async Task The_answer_to_HEAD_has_no_body()
    {
        await using var app = await StartAsync("Development");
        using var browser = await BrowserWithSessionAsync(app);
        app.Services.GetRequiredService<FakeSessionTable>().Faults.MakeUnavailable(SessionTableCallKinds.Reads);

        var answer = await browser.SendAsync(HttpMethod.Head, "/read");

        Assert.That((answer.Status, answer.Header("Content-Type")), Is.EqualTo((503, (string?)null)));
    }

    private static async Task<Answer> FailAsync(SessionApp app, Browser browser, string failure)
    {
        var faults = app.Services.GetRequiredService<FakeSessionTable>().Faults;
        switch (failure)
        {
            case "load":
                faults.MakeUnavailable(SessionTableCallKinds.Reads);
                break;
            case "commit" or "explicit":
                faults.MakeUnavailable(SessionTableCallKinds.Writes);
                break;
            case "conflict":
                faults.ConflictAtNextCommit();
                break;
            case "gone":
                faults.EndSessionAtNextCommit();
                break;
            default:
                break;
        }

        return await browser.PostAsync(failure switch
        {
            "conflict" => "/optimistic",
            "large" => "/large",
            "explicit" => "/explicit",
            _ => "/write",
        });
    }

    private static async Task<Browser> BrowserWithSessionAsync(SessionApp app)
    {
        var browser = app.NewBrowser();
        await browser.PostAsync("/write");
        return browser;
    }

    private Task<SessionApp> StartAsync(
        string environment, Action<WebApplication>? front = null, Action<WebApplication>? back = null, Func<Task>? hold = null) =>
        SessionApp.StartInMemoryAsync(
            app =>
            {
                front?.Invoke(app);
                app.UseRouting();
                app.UseDynamoSession();
                back?.Invoke(app);
                app.MapPost("/write", Write);
                app.MapPost("/optimistic", Write).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
                app.MapPost("/conflict-and-outage", (HttpContext context, FakeSessionTable table) =>
                {
                    Write(context);
                    table.Faults.ConflictAtNextCommit();
                    table.Faults.MakeUnavailable(SessionTableCallKinds.Reads);
                }).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
                app.MapPost("/large", (HttpContext context) => context.Session.Set("whales", LeakWatch.Value(Secret) + new string('x', 2_000)));
                app.MapPost("/explicit", async (HttpContext context) =>
                {
                    Write(context);
                    await context.Session.CommitAsync();
                });
                app.MapPost("/exclusive", (HttpContext _) => hold!()).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                app.MapPost("/throw", string (HttpContext _) => throw new InvalidOperationException("the endpoint's own mistake"));
                app.MapGet("/read", (HttpContext context) => context.Session.Get<string>("animal"));
                app.Map("/page/{code}", (int code) => $"page {code}").WithSessionPolicy(SessionAccess.None);
                app.Map("/needy-page/{code}", (HttpContext context, int code) => $"page {code} {context.Session.Get<string>("animal")}");
                app.UseEndpoints(_ => { });
            },
            options => (options.MaxSessionBytes, options.LeaseWait) = (1_024, TimeSpan.Zero),
            builder =>
            {
                builder.Environment.EnvironmentName = environment;
                builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
                builder.Services.AddProblemDetails();
                builder.Services.AddDynamoSession().UseFakeTable();
            },
            _clock);

    private static void Write(HttpContext context)
    {
        context.Session.Set("animal", LeakWatch.Value(Secret));
        context.Session.Increment("writes");
    }
}
