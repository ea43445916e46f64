using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>Measures one kind of operation, if anyone listens.</summary>
/// <param name="meter">Creates the attributes.</param>
/// <param name="clock">The clock.</param>
/// <param name="duration">How long the operation takes.</param>
/// <param name="spanName">The name of the span around the operation; null for none.</param>
internal sealed class OperationTelemetry(SessionMeter meter, TimeProvider clock, Histogram<double> duration, string? spanName = null)
{
    private static readonly ActivitySource Source = new(DynamoSessionTracing.ActivitySourceName, SessionMeter.Version);

    /// <summary>Gets whether anyone listens.</summary>
    public bool IsObserved => duration.Enabled || (spanName is not null && Source.HasListeners());

    /// <summary>Starts to measure an operation. Its span, if it has one, is current until it is complete.</summary>
    /// <returns>The operation; null without a listener, so that nothing is allocated.</returns>
    public MeasuredOperation? Start() =>
        IsObserved ? new MeasuredOperation(meter, clock, duration, spanName is null ? null : Source.StartActivity(spanName)) : null;
}
