namespace DynamoSession.AspNetCore.Calls;

/// <summary>Times calls by the application's clock.</summary>
internal sealed class CallTiming(TimeProvider clock) : ICallTiming
{
    public TimeProvider QueueClock => clock;

    public CancellationTokenSource StartDeadline(TimeSpan limit) => new(limit, clock);

    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, clock, cancellationToken);
}
