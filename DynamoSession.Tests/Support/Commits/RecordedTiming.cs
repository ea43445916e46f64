using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.Tests.Support.Commits;

/// <summary>Deadlines by a test's clock, and pauses that are over at once.</summary>
internal sealed class RecordedTiming(TimeProvider clock) : ICallTiming
{
    public TimeProvider QueueClock => clock;

    /// <summary>Gets how often there was a pause.</summary>
    public int Pauses { get; private set; }

    public CancellationTokenSource StartDeadline(TimeSpan limit) => new(limit, clock);

    public Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Pauses++;
        return Task.CompletedTask;
    }
}
