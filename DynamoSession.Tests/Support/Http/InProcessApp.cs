using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Support.Http;

/// <summary>The real pipeline without a server around it, for tests that send very many requests. Each brings its own endpoint.</summary>
internal sealed class InProcessApp : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public InProcessApp(ISessionTable table, TimeProvider clock, Action<DynamoSessionOptions>? configure = null, ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
        services.AddSingleton(clock);
        services.AddSingleton(table);
        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(logs));
        }

        services.AddDynamoSession(options => configure?.Invoke(options));
        _services = services.BuildServiceProvider();

        var app = new ApplicationBuilder(_services);
        app.UseDynamoSession();
        app.Run(context => context.Features.GetRequiredFeature<RequestDelegate>()(context));
        _pipeline = app.Build();
    }

    /// <summary>Sends a request over https; what the endpoint throws comes out here, where a server would answer 500.</summary>
    /// <param name="cookies">The Cookie header; null for none.</param>
    /// <param name="endpoint">What answers.</param>
    public async Task<InProcessAnswer> SendAsync(string? cookies, RequestDelegate endpoint)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Scheme = "https";
        context.Request.Headers.Cookie = cookies;
        context.Features.Set(endpoint);
        await _pipeline(context);
        return new InProcessAnswer(context.Response.StatusCode, context.Response.Headers.SetCookie);
    }

    public void Dispose() => _services.Dispose();
}
