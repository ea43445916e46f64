using DynamoSession.Core.Calls;

namespace DynamoSession.Core.Wire;

/// <summary>Limits attempts, each by its caller's token and by time.</summary>
/// <param name="limit">How long an attempt may take.</param>
internal sealed class AttemptLimits(TimeSpan limit)
{
    private readonly TimeLimits _limits = new();

    /// <summary>Starts the limit of an attempt, which ends when it is disposed. Nothing may use its token afterwards.</summary>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public Running Start(CancellationToken cancellationToken)
    {
        var source = _limits.Start(limit);
        return new(source, cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source));
    }

    /// <summary>The limit of a running attempt.</summary>
    public readonly struct Running(CancellationTokenSource source, CancellationTokenRegistration registration) : IDisposable
    {
        /// <summary>Gets the token that is canceled at the limit, and with the caller's.</summary>
        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            // Waits until the caller's cancellation, if it is just happening, has reached the source.
            registration.Dispose();
            source.Dispose();
        }
    }
}
