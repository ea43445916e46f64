namespace DynamoSession.Core.Retries;

/// <summary>
/// Spaces the attempts of a write that was refused because another writer came first. Each attempt fails only if another write succeeded,
/// so many attempts mean many busy writers: the first retry is made immediately, later ones after increasing pauses of random length, and
/// their number is limited.
/// </summary>
/// <param name="pauseAsync">Waits for the given time; <see cref="PauseAsync"/> outside tests.</param>
/// <param name="isAbandoned">Returns whether nobody is waiting for the outcome; null for never.</param>
internal sealed class Backoff(Func<TimeSpan, CancellationToken, Task> pauseAsync, Func<bool>? isAbandoned = null)
{
    /// <summary>The maximum number of attempts, including the first.</summary>
    public const int MaxAttempts = 50;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    private int _attempts = 1;

    /// <summary>
    /// Waits by the system clock: a pause gives other writers time, and with an application's clock that a test has stopped it would never end.
    /// </summary>
    /// <param name="pause">The time to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, TimeProvider.System, cancellationToken);

    /// <summary>Waits before the next attempt. Call it only if the last attempt is known to have changed nothing.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether to try again; false after the maximum number of attempts, or if nobody is waiting for the outcome.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_attempts == MaxAttempts || isAbandoned?.Invoke() == true)
        {
            return false;
        }

        var longest = Step * (_attempts - 1);
        _attempts++;
        if (longest > TimeSpan.Zero)
        {
            await pauseAsync((longest < LongestPause ? longest : LongestPause) * Random.Shared.NextDouble(), cancellationToken).ConfigureAwait(false);
        }

        return isAbandoned?.Invoke() != true;
    }
}
