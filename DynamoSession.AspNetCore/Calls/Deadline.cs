using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Calls;

/// <summary>The time limit of one operation.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly string _operation;
    private readonly DynamoSessionOptions _options;
    private readonly CancellationTokenSource _timeUp;
    private readonly TouchCircuit _touchCircuit;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _either;

    public Deadline(string operation, DynamoSessionOptions options, CancellationTokenSource timeUp, TouchCircuit touchCircuit, CancellationToken cancellationToken)
    {
        _operation = operation;
        _options = options;
        _timeUp = timeUp;
        _touchCircuit = touchCircuit;
        _cancellationToken = cancellationToken;
        _either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
    }

    /// <summary>Gets a token that is canceled when the time is up or the caller cancels.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Replaces a cancellation that was caused by this deadline with an exception that says so; returns other exceptions unchanged.</summary>
    public Exception Explain(Exception exception)
    {
        if (exception is SessionStoreException { IsThrottled: true })
        {
            _touchCircuit.Open();
        }

        return exception is OperationCanceledException && _timeUp.IsCancellationRequested && !_cancellationToken.IsCancellationRequested
            ? new SessionStoreException(
                $"The session {_operation} on table '{_options.Table.TableName}' took longer than IOTimeout ({_options.IOTimeout}). Check the table's health and the network, or raise IOTimeout.",
                exception)
            : exception;
    }

    public void Dispose()
    {
        _either.Dispose();
        _timeUp.Dispose();
    }
}
