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
        await using var app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                // Microsoft's middleware commits after the response.
                app.Use(async (context, next) =>
                {
                    await next(context);
                    ended.Release();
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
        using var seen = new ObservedTelemetry(app);
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
}
