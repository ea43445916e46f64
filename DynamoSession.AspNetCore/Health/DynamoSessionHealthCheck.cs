using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DynamoSession.AspNetCore.Health;

/// <summary>Reports the health of the application's sessions. There is a new instance for each check.</summary>
internal sealed class DynamoSessionHealthCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Resolved here, so that what is missing is reported by the check. Otherwise, all checks would fail.
        if (services.GetService<DynamoSessionMarker>() is null)
        {
            throw new InvalidOperationException(
                "AddHealthChecks().AddDynamoSession() checks the application's sessions, but none are registered. Call builder.Services.AddDynamoSession() too.");
        }

        var health = services.GetRequiredService<SessionHealth>();
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            var findings = await health.CheckAsync(context.Registration.Name, data, cancellationToken);
            return findings.Count == 0
                ? HealthCheckResult.Healthy("The session table responds.", data)
                : HealthCheckResult.Degraded(string.Join(' ', findings), exception: null, data);
        }
        catch (SessionStoreException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception, data);
        }
    }
}
