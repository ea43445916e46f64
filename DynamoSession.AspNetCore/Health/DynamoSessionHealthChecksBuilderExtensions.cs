using DynamoSession.AspNetCore.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a health check of the application's sessions.</summary>
public static class DynamoSessionHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that reads a key that no session has, with the application's own table, client and permissions. It is unhealthy
    /// if that fails within <c>IOTimeout</c>, with the message of the exception that a request would get; and degraded if the table's time
    /// to live is off, the clock differs from DynamoDB's by more than 10 seconds, calls were throttled, or sessions were therefore not extended.
    /// </summary>
    /// <remarks>
    /// A check costs half a read unit. Every 10 minutes, it also asks for the table's time to live, which requires
    /// <c>dynamodb:DescribeTimeToLive</c>; without this permission, that is not checked. <c>docs/operations.md</c> lists the check's data.
    /// </remarks>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status if the table cannot be read; <see langword="null"/> for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags by which checks can be filtered.</param>
    /// <param name="timeout">A time limit of the whole check, if it is to be shorter than <c>IOTimeout</c>; <see langword="null"/> for none.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddDynamoSession(
        this IHealthChecksBuilder builder,
        string name = "dynamosession",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);

        builder.Services.TryAddSingleton<SessionHealth>();
        return builder.Add(new HealthCheckRegistration(name, static services => new DynamoSessionHealthCheck(services), failureStatus, tags, timeout));
    }
}
