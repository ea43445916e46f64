using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Requests;

/// <summary>The same application on one kind of session or another.</summary>
internal sealed class SessionPipeline
{
    public const string Nothing = "/nothing";
    public const string Read = "/read";
    public const string Change = "/change";

    private const string Fill = "/fill";
    private const int Fields = 20;

    private readonly PacedClock _clock = new();
    private readonly int _fieldLength;
    private readonly PlainServer _server;
    private string? _cookies;
    private int _changes;

    private SessionPipeline(SessionSystem system, int kiloBytes, Action<IServiceCollection> services)
    {
        _fieldLength = kiloBytes * 1_000 / Fields;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDistributedMemoryCache();
        builder.Services.AddSession();
        if (system == SessionSystem.DynamoSession)
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Services.AddDynamoSession(options => options.AbsoluteTimeout = Timeout.InfiniteTimeSpan).UseInMemoryTable();
        }

        services(builder.Services);
        var app = builder.Build();
        _ = system switch
        {
            SessionSystem.Microsoft => app.UseSession(),
            SessionSystem.DynamoSession => app.UseDynamoSession(),
            _ => app,
        };
        app.Run(context => RunAsync(system, context));
        _server = new PlainServer(((IApplicationBuilder)app).Build(), app.Services);
    }

    /// <summary>Starts an application with one session of 20 fields.</summary>
    /// <param name="system">What keeps the session.</param>
    /// <param name="kiloBytes">How many thousand characters the fields have together.</param>
    /// <param name="services">Replaces services, for example to count.</param>
    public static async Task<SessionPipeline> StartAsync(SessionSystem system, int kiloBytes = 2, Action<IServiceCollection>? services = null)
    {
        var pipeline = new SessionPipeline(system, kiloBytes, services ?? (_ => { }));
        var headers = await pipeline._server.SendAsync(Fill, cookies: null);
        pipeline._cookies = string.Join("; ", headers.SetCookie.Select(cookie => cookie!.Split(';')[0]));
        return pipeline;
    }

    /// <summary>Runs a request of somebody without a session.</summary>
    public Task SendWithoutCookieAsync() => _server.SendAsync(Nothing, cookies: null);

    /// <summary>Runs a request on the session.</summary>
    public Task SendAsync(string path) => _server.SendAsync(path, _cookies);

    private async Task RunAsync(SessionSystem system, HttpContext context)
    {
        if (system == SessionSystem.None || context.Request.Path == Nothing)
        {
            return;
        }

        // As Microsoft advises: otherwise the first use blocks a thread.
        var session = context.Session;
        await session.LoadAsync();
        switch (context.Request.Path.Value)
        {
            case Read:
                _ = session.GetString("field-7");
                break;
            case Change:
                _clock.Tick();
                session.SetInt32("changes", ++_changes);
                break;
            case Fill:
                for (var field = 0; field < Fields; field++)
                {
                    session.SetString($"field-{field}", new string('x', _fieldLength));
                }

                break;
        }
    }
}
