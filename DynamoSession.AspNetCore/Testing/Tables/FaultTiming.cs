using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.AspNetCore.Testing.Tables;

/// <summary>
/// Measures the time of calls without a clock: a slow call reports how long it has taken, and its deadline adds this up. A test
/// neither waits nor depends on its own clock, and parallel requests don't use up each other's time.
/// </summary>
internal sealed class FaultTiming : ICallTiming
{
    private readonly AsyncLocal<Deadline?> _current = new();

    /// <remarks>A real clock, because the request that holds a lease takes real time. The test's clock may never move.</remarks>
    public TimeProvider QueueClock => TimeProvider.System;

    public CancellationTokenSource StartDeadline(TimeSpan limit) => _current.Value = new Deadline(limit);

    public async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Elapse(pause);
        cancellationToken.ThrowIfCancellationRequested();

        // Let other requests continue.
        await Task.Yield();
    }

    /// <summary>Adds time to the deadline of the current call.</summary>
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
