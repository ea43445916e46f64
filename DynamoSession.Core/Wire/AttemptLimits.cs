using System.Collections.Concurrent;

namespace DynamoSession.Core.Wire;

/// <summary>Limits attempts, each by its caller's token and by time. The sources of ended attempts, with their timers, are used again.</summary>
/// <param name="limit">How long an attempt may take.</param>
internal sealed class AttemptLimits(TimeSpan limit)
{
    // As many as may run at the same time on a busy server.
    private const int MaxSpare = 256;

    private readonly ConcurrentBag<CancellationTokenSource> _spare = [];
    private int _spareCount;

    /// <summary>Starts the limit of an attempt, which ends when it is disposed. Nothing may use its token afterwards.</summary>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public Running Start(CancellationToken cancellationToken)
    {
        var source = Take();
        source.CancelAfter(limit);
        return new(this, source, cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source));
    }

    private CancellationTokenSource Take()
    {
        if (!_spare.TryTake(out var source))
        {
            return new();
        }

        Interlocked.Decrement(ref _spareCount);
        return source;
    }

    private void GiveBack(CancellationTokenSource source)
    {
        // One that has been canceled cannot be used again.
        if (!source.TryReset())
        {
            source.Dispose();
        }
        else if (Interlocked.Increment(ref _spareCount) <= MaxSpare)
        {
            _spare.Add(source);
        }
        else
        {
            Interlocked.Decrement(ref _spareCount);
            source.Dispose();
        }
    }

    /// <summary>The limit of a running attempt.</summary>
    public readonly struct Running(AttemptLimits limits, CancellationTokenSource source, CancellationTokenRegistration registration) : IDisposable
    {
        /// <summary>Gets the token that is canceled at the limit, and with the caller's.</summary>
        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            // Waits until the caller's cancellation, if it is just happening, has reached the source.
            registration.Dispose();
            limits.GiveBack(source);
        }
    }
}
