namespace DynamoSession.AspNetCore.Calls;

/// <summary>Limits calls by the application's clock, and pauses between them by the real one.</summary>
internal sealed class CallTiming(TimeProvider clock) : ICallTiming
{
    public TimeProvider QueueClock => clock;

    public CancellationTokenSource StartDeadline(TimeSpan limit) => new(limit, clock);

    // A pause gives other writers time, which is real whatever the application's clock says: one that a test has stopped would never end it.
    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, TimeProvider.System, cancellationToken);
}
