using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>The request's lifetime, which also ends for the endpoint when its response can't be sent.</summary>
internal sealed class GatedLifetimeFeature(IHttpRequestLifetimeFeature server) : IHttpRequestLifetimeFeature, IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationToken? _replacement;
    private volatile bool _isCancelled;
    private bool _hasTimedOut;

    public CancellationToken RequestAborted
    {
        get => _replacement ?? Token();
        set
        {
            _hasTimedOut |= IsReplacementCancelled;
            _replacement = value;
        }
    }

    /// <summary>Gets whether a time limit behind the gate has canceled the request, and not the client.</summary>
    public bool HasTimedOut => _hasTimedOut || IsReplacementCancelled;

    // Middleware that limits the time replaces the token by its own, and puts the original one back at the end.
    private bool IsReplacementCancelled => _replacement is { IsCancellationRequested: true } && !_isCancelled && !server.RequestAborted.IsCancellationRequested;

    public void Abort()
    {
        // The framework's file results abort a canceled request; this one still needs a response.
        if (!_isCancelled)
        {
            server.Abort();
        }
    }

    /// <summary>Cancels the request for the endpoint. Fire and forget; exceptions from callbacks are ignored.</summary>
    public void Cancel()
    {
        _isCancelled = true;

        // A thread that asks for the token now sees that, or has its source canceled here.
        Interlocked.MemoryBarrier();
        _ = _source?.CancelAsync().ContinueWith(
            static task => task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        // Disposing the source during its cancellation would keep callbacks from being called.
        if (!_isCancelled)
        {
            _source?.Dispose();
        }
    }

    private CancellationToken Token()
    {
        if (!_isCancelled && _source is null)
        {
            var created = CancellationTokenSource.CreateLinkedTokenSource(server.RequestAborted);
            if (Interlocked.CompareExchange(ref _source, created, null) is not null)
            {
                created.Dispose();
            }
        }

        return _isCancelled ? new CancellationToken(canceled: true) : _source!.Token;
    }
}
