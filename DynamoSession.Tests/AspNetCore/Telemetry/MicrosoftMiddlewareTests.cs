using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Telemetry;

/// <summary>What is measured with <c>app.UseSession()</c>.</summary>
public sealed class MicrosoftMiddlewareTests
{
    [Test]
    public async Task Loads_and_commits_are_measured()
    {
        var ended = new SemaphoreSlim(0);
        await using var app = await StartAsync(ended);
        using var seen = new ObservedTelemetry(app.Services, app.TableName);
        using var browser = app.NewBrowser();

        await browser.PostAsync("/set");
        await ended.WaitAsync();
        var answer = await browser.GetAsync("/read");
        await ended.WaitAsync();

        Assert.Multiple(() =>
        {
            Assert.That(answer.Text, Is.EqualTo("dark"));
            Assert.That(seen.OutcomesOf(DynamoSessionMetrics.CommitDuration), Is.EqualTo(new[] { "created" }));
            Assert.That(seen.OutcomesOf(DynamoSessionMetrics.LoadDuration), Is.EqualTo(new[] { "found" }));
            Assert.That(seen.Of(DynamoSessionMetrics.ItemSize).Select(measured => measured["dynamosession.operation"]), Is.EqualTo(new[] { "commit", "load" }));
        });
    }

    [Test]
    public async Task A_load_whose_listener_throws_is_measured_once()
    {
        var ended = new SemaphoreSlim(0);
        await using var app = await StartAsync(ended);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        await ended.WaitAsync();
        using var listener = new ThrowingListener(app, DynamoSessionMetrics.LoadDuration);

        await browser.GetAsync("/read");
        await ended.WaitAsync();

        Assert.That(listener.Outcomes, Is.EqualTo(new[] { "found" }));
    }

    /// <summary>Starts an application with Microsoft's middleware, which commits after the response.</summary>
    /// <param name="ended">Is released when a request has ended.</param>
    private static Task<SessionApp> StartAsync(SemaphoreSlim ended) => SessionApp.StartInMemoryAsync(
        app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                finally
                {
                    ended.Release();
                }
            });
            app.UseSession();
            app.MapPost("/set", (HttpContext context) => context.Session.SetString("theme", "dark"));
            app.MapGet("/read", (HttpContext context) => context.Session.GetString("theme") ?? "none");
        },
        services: builder =>
        {
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddSession();
        });
}
