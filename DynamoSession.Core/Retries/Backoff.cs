namespace DynamoSession.Core.Retries;

/// <summary>
/// Spaces the attempts of a write that was refused because another writer came first. Each attempt fails only against a write that went
/// through, so that many attempts mean many busy writers: the first retry is made at once, later ones after longer and longer pauses of
/// random length, and their number is bounded.
/// </summary>
/// <param name="pauseAsync">Waits for the given time; <see cref="PauseAsync"/> outside tests.</param>
/// <param name="isAbandoned">Returns whether nobody waits for the outcome any more; null for never.</param>
internal sealed class Backoff(Func<TimeSpan, CancellationToken, Task> pauseAsync, Func<bool>? isAbandoned = null)
{
    /// <summary>The number of attempts, the first included.</summary>
    public const int MaxAttempts = 50;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    private int _attempts = 1;

    /// <summary>
    /// Waits by the real clock: a pause gives other writers time, and an application's clock that a test has stopped would never end it.
    /// </summary>
    /// <param name="pause">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, TimeProvider.System, cancellationToken);

    /// <summary>Waits before a further attempt. To be called only when it is known that the last one has changed nothing.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether to try again; false when there were enough attempts, or nobody waits for the outcome any more.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
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
