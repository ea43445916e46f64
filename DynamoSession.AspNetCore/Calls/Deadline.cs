using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>The time limit of one operation.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly string _operation;
    private readonly DynamoSessionOptions _options;
    private readonly TableStrain _strain;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationToken _cancellationToken;

    // Null if only the time limit can cancel the operation.
    private readonly CancellationTokenSource? _either;

    public Deadline(string operation, DynamoSessionOptions options, TableStrain strain, CancellationTokenSource timeUp, CancellationToken cancellationToken)
    {
        _operation = operation;
        _options = options;
        _strain = strain;
        _timeUp = timeUp;
        _cancellationToken = cancellationToken;
        _either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken) : null;
    }

    /// <summary>Gets a token that is canceled when the time is up or the caller cancels.</summary>
    public CancellationToken Token => (_either ?? _timeUp).Token;

    /// <summary>
    /// Replaces a cancellation that was caused by this deadline with an exception that names the last failure, or the deadline if there was
    /// none; returns other exceptions unchanged.
    /// </summary>
    public Exception Explain(Exception exception) =>
        exception is OperationCanceledException && _timeUp.IsCancellationRequested && !_cancellationToken.IsCancellationRequested
            ? TimeUp(exception)
            : exception;

    /// <summary>Explains the failure that ends the operation, and counts it if it was throttled. Called once.</summary>
    public Exception End(Exception exception)
    {
        // If the deadline has ended a retry, its last failure has been counted before.
        _strain.Note(exception);
        return Explain(exception);
    }

    public void Dispose()
    {
        _either?.Dispose();
        _timeUp.Dispose();
    }

    private SessionStoreException TimeUp(Exception exception) => exception.InnerException is SessionStoreException last
        ? new SessionStoreException($"{last.Message} The session {_operation} was retried until IOTimeout ({_options.IOTimeout}) had passed.", last)
        {
            ErrorType = last.ErrorType,
            IsThrottled = last.IsThrottled,
            IsTransient = last.IsTransient,
            IsTimeout = true,
        }
        : new SessionStoreException(
            $"The session {_operation} on table '{_options.Table.TableName}' took longer than IOTimeout ({_options.IOTimeout}). Check the table's health, the network and where the client's credentials come from, or raise IOTimeout.",
            exception)
        {
            IsTimeout = true,
        };
}
