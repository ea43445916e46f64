namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Waits out what passes: throttling for as long as it lasts, other trouble for about two minutes.</summary>
internal sealed class Patience(TimeProvider clock)
{
    private const int MaxAttempts = 12;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    /// <exception cref="SessionStoreException">The trouble has lasted, or will.</exception>
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
                // The delay below is its answer.
            }

            var delay = Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, MaxAttempts)), LongestDelay.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(delay * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
