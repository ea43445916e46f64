using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the registered sessions.</summary>
public static class DynamoSessionBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in this process's memory, with the same behavior as a DynamoDB table but without its durability. For development,
    /// tests and demonstrations.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder UseInMemoryTable(this IDynamoSessionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<InMemoryTableMarker>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ISessionTable>(provider =>
            new InMemorySessionTable(provider.GetRequiredService<TimeProvider>())
            {
                IsAsynchronous = true,
                DefaultIdleTimeout = provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value.IdleTimeout,
            }));
        return builder;
    }

    /// <summary>
    /// Creates the table when the application starts, if it doesn't exist: with on-demand billing, time to live, and the index by user. Waits
    /// up to two minutes until the table can be used; after that, the application doesn't start. Requires the permissions
    /// <c>dynamodb:CreateTable</c>, <c>DescribeTable</c>, <c>DescribeTimeToLive</c> and <c>UpdateTimeToLive</c>. If the table exists,
    /// <c>dynamodb:GetItem</c> is enough; what could not be checked or enabled is then logged.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="allowInProduction">Whether to allow it in the Production environment, where tables are usually created by infrastructure code.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder CreateTableIfNotExists(this IDynamoSessionBuilder builder, bool allowInProduction = false)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Configure<TableCreationOptions>(creation => creation.AllowInProduction = allowInProduction);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TableCreation>());
        return builder;
    }
}
