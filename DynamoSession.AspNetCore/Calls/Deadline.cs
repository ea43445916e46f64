using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>The time limit of one operation. Whoever starts it disposes it, once.</summary>
/// <param name="operation">The name of the operation, for messages.</param>
/// <param name="options">The limit, and the table.</param>
/// <param name="strain">Counts throttled calls.</param>
/// <param name="timeUp">Is canceled at the limit.</param>
/// <param name="cancellationToken">Cancels the operation before.</param>
internal readonly struct Deadline(
    string operation, DynamoSessionOptions options, TableStrain strain, CancellationTokenSource timeUp, CancellationToken cancellationToken) : IDisposable
{
    // Null if only the time limit can cancel the operation.
    private readonly CancellationTokenSource? _either =
        cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken) : null;

    /// <summary>Gets a token that is canceled when the time is up or the caller cancels.</summary>
    public CancellationToken Token => (_either ?? timeUp).Token;

    /// <summary>
    /// Replaces a cancellation that was caused by this deadline with an exception that names the last failure, or the deadline if there was
    /// none; returns other exceptions unchanged.
    /// </summary>
    public Exception Explain(Exception exception) =>
        exception is OperationCanceledException && timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested
            ? TimeUp(exception)
            : exception;

    /// <summary>Explains the failure that ends the operation, and counts it if it was throttled. Called once.</summary>
    public Exception End(Exception exception)
    {
        // If the deadline has ended a retry, its last failure has been counted before.
        strain.Note(exception);
        return Explain(exception);
    }

    public void Dispose()
    {
        _either?.Dispose();
        timeUp.Dispose();
    }

    private SessionStoreException TimeUp(Exception exception) => exception.InnerException is SessionStoreException last
        ? new SessionStoreException($"{last.Message} The session {operation} was retried until IOTimeout ({options.IOTimeout}) had passed.", last)
        {
            ErrorType = last.ErrorType,
            IsThrottled = last.IsThrottled,
            IsTransient = last.IsTransient,
            IsTimeout = true,
        }
        : new SessionStoreException(
            $"The session {operation} on table '{options.Table.TableName}' took longer than IOTimeout ({options.IOTimeout}). Check the table's health, the network and where the client's credentials come from, or raise IOTimeout.",
            exception)
        {
            IsTimeout = true,
        };
}
