using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds to the registration of sessions.</summary>
public static class DynamoSessionBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in this process's memory, with the table's behaviour but not its durability: for development, tests and
    /// demonstrations.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder UseInMemoryTable(this IDynamoSessionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.TryAddSingleton<InMemoryTableMarker>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ISessionTable>(provider =>
            new InMemorySessionTable(provider.GetRequiredService<TimeProvider>())));
        return builder;
    }

    /// <summary>
    /// Creates the table when the application starts, if there is none: on-demand billing, time to live, the index by user. Waits up
    /// to two minutes until it can be used; otherwise the application does not start. Needs the permissions
    /// <c>dynamodb:CreateTable</c>, <c>DescribeTable</c>, <c>DescribeTimeToLive</c> and <c>UpdateTimeToLive</c>.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <param name="allowInProduction">Whether it may run in the Production environment, where tables usually come with the infrastructure.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder CreateTableIfNotExists(this IDynamoSessionBuilder builder, bool allowInProduction = false)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.Configure<TableCreationSwitch>(creation => creation.AllowInProduction = allowInProduction);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TableCreation>());
        return builder;
    }
}
