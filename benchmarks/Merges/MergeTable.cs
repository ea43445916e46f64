using System.Globalization;
using DynamoSession.Benchmarks.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Merges;

/// <summary>How many writes are lost when requests of one session run at the same time, each setting a field of its own: counted, not timed.</summary>
internal static class MergeTable
{
    private const int Rounds = 20;
    private const int Requests = 20;

    public static async Task PrintAsync()
    {
        await Console.Out.WriteLineAsync(
            """
            | session | writes | lost |
            |---|---|---|
            """);
        foreach (var system in new[] { SessionSystem.Microsoft, SessionSystem.DynamoSession })
        {
            var lost = await CountLostAsync(system);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {system} | {Rounds * Requests} | {lost} |"));
        }
    }

    private static async Task<int> CountLostAsync(SessionSystem system)
    {
        var lost = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // Each request sets its field when all have loaded the session, as requests of one page do that take a moment.
            var allHaveLoaded = new CountdownEvent(Requests);
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var stored = 0;
            var server = Start(system, async context =>
            {
                await context.Session.LoadAsync();
                switch (context.Request.Path.Value)
                {
                    case "/start":
                        context.Session.SetString("started", "yes");
                        break;
                    case "/count":
                        stored = context.Session.Keys.Count() - 1;
                        break;
                    case var path:
                        if (allHaveLoaded.Signal())
                        {
                            go.SetResult();
                        }

                        await go.Task;
                        context.Session.SetString(path!, "set");
                        break;
                }
            });
            var headers = await server.SendAsync("/start", cookies: null);
            var cookies = string.Join("; ", headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));

            await Task.WhenAll(Enumerable.Range(0, Requests).Select(request => server.SendAsync($"/{request}", cookies)));

            await server.SendAsync("/count", cookies);
            lost += Requests - stored;
        }

        return lost;
    }

    private static PlainServer Start(SessionSystem system, RequestDelegate endpoint)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        if (system == SessionSystem.DynamoSession)
        {
            builder.Services.AddDynamoSession().UseInMemoryTable();
        }

        var app = builder.Build();
        _ = system == SessionSystem.DynamoSession ? app.UseDynamoSession() : app.UseSession();
        app.Run(endpoint);
        return new(((IApplicationBuilder)app).Build(), app.Services);
    }
}
