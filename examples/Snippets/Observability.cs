using DynamoSession.AspNetCore;

namespace Snippets;

internal static class Observability
{
    public static void Listen(WebApplicationBuilder builder)
    {
        #region open-telemetry
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(DynamoSessionMetrics.MeterName))
            .WithTracing(tracing => tracing.AddSource(DynamoSessionTracing.ActivitySourceName));
        #endregion
    }
}
