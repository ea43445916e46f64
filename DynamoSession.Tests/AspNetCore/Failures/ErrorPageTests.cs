using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Failures;

/// <summary>A failed load or commit appears as the application's own error page, wherever its exception handler stands.</summary>
[Category(TestEngine.Category)]
public sealed class ErrorPageTests
{
    private readonly ManualTimeProvider _clock = new();

    public enum Handler
    {
        Absent,
        Outside,
        OutsideStatusPages,
        Inside,
    }

    [Test]
    public async Task Status_code_pages_fill_the_503(
        [Values] Handler handler, [Values("500", "hanging")] string failure, [Values("UpdateItem", "GetItem")] string operation)
    {
        await using var app = await StartAsync(handler, app => app.UseStatusCodePages("text/plain", "page {0}"));
        using var browser = await BrowserWithSessionAsync(app);
        TableFailures.Inject(app.Wire, failure, operation, _clock);

        var answer = await browser.GetAsync("/write");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Text, Is.EqualTo("page 503"));
            Assert.That(answer.Header("Retry-After"), Is.EqualTo("1"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.SetCookies, Is.Empty);
        });
    }

    [Test]
    public async Task A_page_that_is_re_executed_renders_without_the_session_and_without_a_second_wait(
        [Values] Handler handler, [Values("UpdateItem", "GetItem")] string operation)
    {
        await using var app = await StartAsync(handler, app => app.UseStatusCodePagesWithReExecute("/page/{0}"));
        using var browser = await BrowserWithSessionAsync(app);
        TableFailures.Inject(app.Wire, "hanging", operation, _clock);
        app.TakeCalls();
        var began = _clock.GetTimestamp();

        var answer = await browser.GetAsync("/write");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Text, Is.EqualTo("page 503, available False, theme none"));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(_clock.GetElapsedTime(began), Is.EqualTo(TableFailures.LongerThanAnyDeadline), "One call has hung.");
            Assert.That(app.TakeCalls(), Has.Count.EqualTo(operation == "GetItem" ? 0 : 1), "calls that were answered");
        });
    }

    [Test]
    public async Task Problem_details_fill_the_503([Values("UpdateItem", "GetItem")] string operation)
    {
        await using var app = await StartAsync(Handler.Outside, app => app.UseStatusCodePages());
        using var browser = await BrowserWithSessionAsync(app);
        TableFailures.Inject(app.Wire, "500", operation, _clock);

        var answer = await browser.GetAsync("/write");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(503));
            Assert.That(answer.Header("Content-Type"), Is.EqualTo("application/problem+json"));
            Assert.That(answer.Text, Does.Contain("\"status\":503"));
        });
    }

    private Task<SessionApp> StartAsync(Handler handler, Action<WebApplication> useStatusCodePages) => SessionApp.StartAsync(
        app =>
        {
            if (handler == Handler.OutsideStatusPages)
            {
                UseExceptionHandler(app);
            }

            useStatusCodePages(app);
            if (handler == Handler.Outside)
            {
                UseExceptionHandler(app);
            }

            app.UseRouting();
            app.UseDynamoSession();
            if (handler == Handler.Inside)
            {
                UseExceptionHandler(app);
            }

            app.MapGet("/write", (HttpContext context) =>
            {
                context.Session.Set("theme", LeakWatch.Value("light"));
                return "written";
            });
            app.MapGet("/first", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
            app.MapGet("/page/{code}", (HttpContext context, int code) =>
                $"page {code}, available {context.Session.IsAvailable}, theme {context.Session.Get<string>("theme") ?? "none"}");
            app.UseEndpoints(_ => { });
        },
        services: builder => builder.Services.AddProblemDetails(),
        clock: _clock);

    private static void UseExceptionHandler(IApplicationBuilder app) =>
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("the exception page")));

    private static async Task<Browser> BrowserWithSessionAsync(SessionApp app)
    {
        var browser = app.NewBrowser();
        await browser.GetAsync("/first");
        return browser;
    }
}
