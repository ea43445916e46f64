using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Warns, when the application starts, of settings that are meant for development only.</summary>
internal sealed class StartupWarnings(
    IOptions<DynamoSessionOptions> options, IHostEnvironment environment, ILoggerFactory loggers, InMemoryTableMarker? inMemory = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            Warn(loggers.CreateLogger(Log.Category));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Warn(ILogger logger)
    {
        if (options.Value.Cookie.SecurePolicy != CookieSecurePolicy.Always)
        {
            logger.InsecureCookie(options.Value.Cookie.SecurePolicy, environment.EnvironmentName);
        }

        if (inMemory is not null)
        {
            logger.TableInMemory(environment.EnvironmentName);
        }
    }
}
