using System.Collections.Concurrent;
using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DynamoSession.Tests.Support.Http;

/// <summary>An application whose endpoints do to the session whatever the test says, and one browser.</summary>
internal sealed class ScriptedApp : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Func<HttpContext, Task<string?>>> _scripts;
    private int _lastScript;

    private ScriptedApp(SessionApp app, ConcurrentDictionary<int, Func<HttpContext, Task<string?>>> scripts)
    {
        App = app;
        _scripts = scripts;
        Browser = app.NewBrowser();
    }

    public SessionApp App { get; }

    public Browser Browser { get; }

    /// <summary>Starts the application on a fresh table of the engine.</summary>
    public static async Task<ScriptedApp> StartAsync(
        Action<DynamoSessionOptions>? configure = null,
        TimeProvider? clock = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? middleware = null,
        string? tableName = null)
    {
        var scripts = new ConcurrentDictionary<int, Func<HttpContext, Task<string?>>>();
        var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                middleware?.Invoke(app);
                Map("merge");
                Map("read-only").WithSessionPolicy(SessionAccess.ReadOnly);
                Map("optional").WithSessionPolicy(SessionAccess.Optional);
                Map("none").WithSessionPolicy(SessionAccess.None);
                Map("optimistic").WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
                Map("exclusive").WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                Map("exclusive-read-only").WithSessionPolicy(SessionAccess.ReadOnly, concurrency: SessionConcurrency.Exclusive);
                Map("strong").WithSessionPolicy(consistency: SessionConsistency.Strong);
                Map("eventual").WithSessionPolicy(consistency: SessionConsistency.Eventual);
                Map("read-your-writes").WithSessionPolicy(consistency: SessionConsistency.ReadYourWrites);

                IEndpointConventionBuilder Map(string policy) =>
                    app.MapPost($"/{policy}/{{script:int}}", async (HttpContext context, int script) =>
                {
                    if (await scripts[script](context) is { } text)
                    {
                        await context.Response.WriteAsync(text);
                    }
                });
            },
            configure,
            services,
            clock,
            tableName);
        return new ScriptedApp(app, scripts);
    }

    /// <summary>Sends a request whose endpoint runs the script and answers with what it returns.</summary>
    /// <param name="script">What is asked of the session.</param>
    /// <param name="policy">The endpoint's session policy.</param>
    /// <param name="browser">Who asks, if not <see cref="Browser"/>.</param>
    public Task<Answer> AskAsync(Func<IDynamoSession, object?> script, string policy = "merge", Browser? browser = null) =>
        RequestAsync(context => Task.FromResult(Convert.ToString(script(context.GetDynamoSession()), CultureInfo.InvariantCulture)), policy, browser);

    public Task<Answer> RunAsync(Func<IDynamoSession, Task> script, string policy = "merge", Browser? browser = null) =>
        RequestAsync(
            async context =>
            {
                await script(context.GetDynamoSession());
                return "done";
            },
            policy,
            browser);

    public Task<Answer> RunAsync(Action<IDynamoSession> script, string policy = "merge", Browser? browser = null) =>
        RequestAsync(
            context =>
            {
                script(context.GetDynamoSession());
                return Task.FromResult<string?>("done");
            },
            policy,
            browser);

    /// <summary>Sends a request whose endpoint runs the script; null from it leaves the response as it is.</summary>
    public Task<Answer> RequestAsync(Func<HttpContext, Task<string?>> script, string policy = "merge", Browser? browser = null)
    {
        var number = Interlocked.Increment(ref _lastScript);
        _scripts[number] = script;
        return (browser ?? Browser).PostAsync($"/{policy}/{number}");
    }

    /// <summary>Reads a field as text in a request of its own.</summary>
    public async Task<string> ReadAsync(string field, Browser? browser = null, string policy = "merge") =>
        (await AskAsync(session => session.Get<string>(field), policy, browser)).Text;

    /// <summary>Returns another tab of the same browser: the same cookies, from now on apart.</summary>
    public Browser Twin(Browser? of = null)
    {
        var twin = App.NewBrowser();
        foreach (var (name, value) in (of ?? Browser).Cookies)
        {
            twin.Cookies[name] = value;
        }

        return twin;
    }

    /// <summary>Counts the writes since calls were taken last.</summary>
    public int CountWrites() => App.TakeCalls().Count(call => !call.IsRead);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await App.DisposeAsync();
    }
}
