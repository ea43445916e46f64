using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Repeats a write that recognises itself, where its outcome is unknown and a further attempt may help.</summary>
internal sealed class WriteRetry(ICallTiming timing, SessionLog log)
{
    // On top of the client's own.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SessionStoreException">It failed each time; it may or may not have been applied.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A table that ignores its token must not outlive a deadline.
                return await write(cancellationToken).WaitAsync(cancellationToken);
            }
            catch (SessionStoreException exception) when (exception.IsTransient && attempt < MaxAttempts)
            {
                log.Logger.WriteRetried(attempt, exception);
            }

            // At random, so that attempts which failed side by side are not made again side by side.
            await timing.PauseAsync(RetryDelay * attempt * Random.Shared.NextDouble(), cancellationToken);
        }
    }
}
