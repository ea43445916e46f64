using DynamoSession.Core.Calls;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Limits calls by the application's clock, and pauses between them by the system clock.</summary>
internal sealed class CallTiming(TimeProvider clock) : ICallTiming
{
    private readonly TimeLimits _limits = new();

    public TimeProvider QueueClock => clock;

    public CancellationTokenSource StartDeadline(TimeSpan limit) => clock == TimeProvider.System ? _limits.Start(limit) : new(limit, clock);

    // A pause gives other writers time to finish. With a clock that a test has stopped, it would never end.
    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, TimeProvider.System, cancellationToken);
}
