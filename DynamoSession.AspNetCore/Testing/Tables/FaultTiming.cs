using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.AspNetCore.Testing.Tables;

/// <summary>
/// Times calls to the table without any clock: a slow call says how long it has taken, and the deadline that it runs under adds it up. So a test
/// neither waits nor depends on what its own clock can do, and parallel requests do not use up each other's time.
/// </summary>
internal sealed class FaultTiming : ICallTiming
{
    private readonly AsyncLocal<Deadline?> _current = new();

    /// <remarks>A request that holds a lease takes the time that it takes. The test's clock may never move for who waits.</remarks>
    public TimeProvider QueueClock => TimeProvider.System;

    public CancellationTokenSource StartDeadline(TimeSpan limit) => _current.Value = new Deadline(limit);

    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Elapse(pause);
        cancellationToken.ThrowIfCancellationRequested();

        // Whoever is in the way gets on.
        await Task.Yield();
    }

    /// <summary>Lets time pass for the call that runs here.</summary>
    public void Elapse(TimeSpan time) => _current.Value?.Elapse(time);

    private sealed class Deadline(TimeSpan limit) : CancellationTokenSource
    {
        private TimeSpan _elapsed;

        public void Elapse(TimeSpan time)
        {
            _elapsed += time;
            if (_elapsed >= limit)
            {
                Cancel();
            }
        }
    }
}
