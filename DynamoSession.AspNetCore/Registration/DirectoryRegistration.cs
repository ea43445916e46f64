using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Registers the directory of the application's sessions.</summary>
internal static class DirectoryRegistration
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<SessionDirectoryOptions>()
            .Configure<IOptions<DynamoSessionOptions>>((directory, options) => directory.IdleTimeout = options.Value.IdleTimeout);
        services.TryAddSingleton<ISessionDirectory>(provider => new CountedDirectory(Create(provider), provider.GetRequiredService<SessionCounters>()));
    }

    private static ISessionDirectory Create(IServiceProvider services)
    {
        var table = services.GetRequiredService<ISessionTable>();
        if (table.GetCapability<ISessionDirectory>() is { } own)
        {
            return own;
        }

        // Of the table that the sessions are in, which may have a client or a name of its own.
        var inner = table.GetCapability<DynamoDbSessionTable>();
        if (inner is null)
        {
            throw new InvalidOperationException(
                $"The session table is a {table.GetType()}, which has no directory. If it wraps another table, derive it from DelegatingSessionTable; sessions that are shared with Express are not bound to users.");
        }

        var directory = new DynamoDbSessionDirectory(
            inner.Client,
            inner.Options,
            services.GetRequiredService<IOptions<SessionDirectoryOptions>>().Value,
            services.GetRequiredService<TimeProvider>());
        services.GetRequiredService<CapacityTelemetry>().Observe(directory);
        return directory;
    }
}
