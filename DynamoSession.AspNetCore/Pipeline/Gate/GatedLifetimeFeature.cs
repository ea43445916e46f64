using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline.Gate;

/// <summary>The request's life, which for the endpoint also ends when its answer cannot be sent.</summary>
internal sealed class GatedLifetimeFeature(IHttpRequestLifetimeFeature server) : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private CancellationToken? _replacement;
    private bool _isCancelled;

    public CancellationToken RequestAborted
    {
        get => _replacement ?? Token();
        set => _replacement = value;
    }

    public void Abort()
    {
        // The framework's file results abort a request that was cancelled; this one still has to be answered.
        if (!_isCancelled)
        {
            server.Abort();
        }
    }

    /// <summary>Ends the request's life for the endpoint. Waits for nobody who listens, and does not care how they take it.</summary>
    public void Cancel()
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            _isCancelled = true;
            source = _source;
        }

        _ = source?.CancelAsync().ContinueWith(
            static task => task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        // Disposing one that is being cancelled would keep it from those who listen.
        if (!_isCancelled)
        {
            _source?.Dispose();
        }
    }

    private CancellationToken Token()
    {
        lock (_lock)
        {
            return _isCancelled
                ? new CancellationToken(canceled: true)
                : (_source ??= CancellationTokenSource.CreateLinkedTokenSource(server.RequestAborted)).Token;
        }
    }
}
