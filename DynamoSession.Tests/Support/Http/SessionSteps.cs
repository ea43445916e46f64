using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.Tests.Support.Http;

/// <summary>The same application on one kind of session or another.</summary>
internal static class SessionSteps
{
    /// <summary>Runs the steps, each in a request of its own, and returns what each of them said.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(SessionKind kind, params Func<ISession, string>[] steps)
    {
        var ended = new SemaphoreSlim(0);
        await using var app = await StartAsync(kind, steps, ended);
        using var browser = app.NewBrowser();
        var answers = new List<string>();
        for (var step = 0; step < steps.Length; step++)
        {
            var answer = await browser.PostAsync($"/step/{step}");
            answers.Add($"{answer.Status}: {answer.Text}");
            await ended.WaitAsync();
        }

        return answers;
    }

    private static Task<SessionApp> StartAsync(SessionKind kind, Func<ISession, string>[] steps, SemaphoreSlim ended) => SessionApp.StartInMemoryAsync(
        app =>
        {
            // Microsoft commits after the response, so the next step must wait for the end of the pipeline.
            app.Use(async (context, next) =>
            {
                await next(context);
                ended.Release();
            });
            if (kind == SessionKind.Dynamo)
            {
                app.UseDynamoSession();
            }
            else
            {
                app.UseSession();
            }

            app.MapPost("/step/{step:int}", (HttpContext context, int step) => steps[step](context.Session));
        },
        services: builder =>
        {
            builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
            builder.Services.AddDistributedMemoryCache();
            builder.Services.AddSession();
            if (kind == SessionKind.Microsoft)
            {
                builder.Services.Replace(ServiceDescriptor.Transient<ISessionStore, DistributedSessionStore>());
            }
        });
}
