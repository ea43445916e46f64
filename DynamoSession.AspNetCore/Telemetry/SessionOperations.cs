namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>The operations that are measured.</summary>
internal sealed class SessionOperations(SessionMeter meter, TimeProvider clock)
{
    public OperationTelemetry Load { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.LoadDuration, "Duration of loading a request's session."), DynamoSessionTracing.LoadSpan);

    public OperationTelemetry Commit { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.CommitDuration, "Duration of a commit, retries included."), DynamoSessionTracing.CommitSpan);

    public OperationTelemetry Touch { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.TouchDuration, "Duration of extending a session that was used."));

    public OperationTelemetry Renewal { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.RenewalDuration, "Duration of giving a session a new id."));

    public OperationTelemetry Destroy { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.DestroyDuration, "Duration of destroying a session."));

    public OperationTelemetry LeaseWait { get; } = new(
        meter, clock, meter.Duration(DynamoSessionMetrics.LeaseWaitDuration, "Duration of an exclusive request's wait for its lease, acquiring it included."));
}
