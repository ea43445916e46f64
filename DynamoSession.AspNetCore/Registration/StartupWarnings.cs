using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Warns, when the application starts, of settings that are meant for development only, and of a configuration section that does not exist.</summary>
internal sealed class StartupWarnings(
    IOptions<DynamoSessionOptions> options,
    IHostEnvironment environment,
    ILoggerFactory loggers,
    IEnumerable<OptionsSection> sections,
    InMemoryTableMarker? inMemory = null) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger(Log.Category);
        foreach (var path in sections.Where(section => !section.Section.Exists()).Select(section => section.Section.Path).Distinct())
        {
            logger.SectionMissing(path);
        }

        if (!environment.IsDevelopment())
        {
            WarnOfDevelopmentSettings(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WarnOfDevelopmentSettings(ILogger logger)
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
