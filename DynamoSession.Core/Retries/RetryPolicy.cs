namespace DynamoSession.Core.Retries;

/// <summary>Retries throttled calls without limit, and other transient failures for about two minutes, with jittered exponential back-off.</summary>
internal sealed class RetryPolicy(TimeProvider clock)
{
    private const int MaxAttempts = 12;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    /// <exception cref="SessionStoreException">The call failed permanently, or for too long.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (SessionStoreException exception) when (exception.IsThrottled || (exception.IsTransient && attempt < MaxAttempts))
            {
                // Retried after the delay below.
            }

            var delay = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, MaxAttempts)), LongestDelay.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(delay * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
