using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>Retries an idempotent write if its outcome is unknown and another attempt may help.</summary>
internal sealed class WriteRetry(ICallTiming timing, TableStrain strain, SessionCounters counters, SessionLog log)
{
    // In addition to the client's own retries.
    private const int MaxAttempts = 3;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SessionStoreException">All attempts failed; the write may or may not have been applied.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        SessionStoreException? failure = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    // Keep to the deadline even if the table ignores its token.
                    return await write(cancellationToken).WaitAsync(cancellationToken);
                }
                catch (SessionStoreException exception) when (exception.IsTransient && attempt < MaxAttempts)
                {
                    failure = exception;
                    strain.Note(exception);
                    counters.WriteRetried(exception);
                    log.Logger.WriteRetried(attempt, exception);
                }

                // A random delay, so that attempts that failed at the same time are not retried at the same time.
                await timing.PauseAsync(RetryDelay * attempt * Random.Shared.NextDouble(), cancellationToken);
            }
        }
        catch (OperationCanceledException exception) when (failure is not null)
        {
            // The deadline then names this failure instead of the time.
            throw new OperationCanceledException(exception.Message, failure, cancellationToken);
        }
    }
}
