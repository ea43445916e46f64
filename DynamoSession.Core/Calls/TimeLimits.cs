using System.Collections.Concurrent;

namespace DynamoSession.Core.Calls;

/// <summary>Limits by the system's clock. The sources of those that have ended in time are used again, with their timers.</summary>
internal sealed class TimeLimits
{
    // As many as may run at the same time on a busy server.
    private const int MaxSpare = 256;

    private readonly ConcurrentBag<Source> _spare = [];
    private int _spareCount;

    /// <summary>Starts a limit.</summary>
    /// <param name="limit">When the source is canceled.</param>
    /// <returns>The source. It is disposed when the limit ends; then nothing may use it or its token any more.</returns>
    public CancellationTokenSource Start(TimeSpan limit)
    {
        var source = Take();
        source.Begin();
        source.CancelAfter(limit);
        return source;
    }

    private Source Take()
    {
        if (!_spare.TryTake(out var source))
        {
            return new Source(this);
        }

        Interlocked.Decrement(ref _spareCount);
        return source;
    }

    /// <returns>Whether the source is kept; one that has been canceled can't be.</returns>
    private bool TryKeep(Source source)
    {
        if (!source.TryReset())
        {
            return false;
        }

        if (Interlocked.Increment(ref _spareCount) > MaxSpare)
        {
            Interlocked.Decrement(ref _spareCount);
            return false;
        }

        _spare.Add(source);
        return true;
    }

    private sealed class Source(TimeLimits limits) : CancellationTokenSource
    {
        private int _isRunning;

        public void Begin() => Volatile.Write(ref _isRunning, 1);

        // Given back twice, it would be used for two limits at once.
        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isRunning, 0) == 1 && !limits.TryKeep(this))
            {
                base.Dispose(disposing);
            }
        }
    }
}
