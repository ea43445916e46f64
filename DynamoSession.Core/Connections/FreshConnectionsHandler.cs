using System.Net.Sockets;

namespace DynamoSession.Core.Connections;

/// <summary>
/// Sends each attempt of a request on pooled connections. When one of them is found to be dead, the others that were opened before are not
/// tried: the next attempt opens a new one. So a request loses at most one attempt to connections that died while nothing was sent, as they do
/// in a failover or while a Lambda function is frozen.
/// </summary>
/// <param name="create">Creates a handler with a pool of its own.</param>
/// <param name="timeout">The time limit of an attempt, until the response's headers arrive.</param>
/// <param name="clock">The system's clock, or that of a test.</param>
internal sealed class FreshConnectionsHandler(Func<HttpMessageHandler> create, TimeSpan timeout, TimeProvider clock) : HttpMessageHandler
{
    /// <summary>How long a connection may be unused. Load balancers and NAT gateways forget idle connections, within minutes.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(20);

    // DynamoDB responds within milliseconds. A caller that gives up sooner than this says nothing about the connection.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private ConnectionPool? _pool = new(new HttpMessageInvoker(create()), clock);

    /// <summary>Sends a request within a limit of the caller's own, instead of that of this handler.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">Is canceled at the limit, and with the other token.</param>
    /// <param name="cancellationToken">Is canceled if the caller gives up.</param>
    public async Task<HttpResponseMessage> SendWithinAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken)
    {
        var pool = EnterPool();
        var began = clock.GetTimestamp();

        // Until a pool has had a response, all its connections are new, and a failure is not one of the past.
        var mayBeStale = pool.HasResponded;
        try
        {
            var response = await pool.SendAsync(request, limit).ConfigureAwait(false);
            pool.NoteResponse();
            return response;
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            if (!mayBeStale)
            {
                throw new TimeoutException($"There was no response within {timeout}.", exception);
            }

            Replace(pool);
            throw Stale();
        }
        catch (Exception exception) when (mayBeStale && (exception is not OperationCanceledException || clock.GetElapsedTime(began) >= Silence))
        {
            Replace(pool);
            throw;
        }
        finally
        {
            pool.Leave();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        return await SendWithinAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Interlocked.Exchange(ref _pool, null)?.Leave();
        }

        base.Dispose(disposing);
    }

    private ConnectionPool EnterPool()
    {
        while (true)
        {
            var pool = Volatile.Read(ref _pool);
            ObjectDisposedException.ThrowIf(pool is null, this);
            if (pool.HasBeenIdle(IdleTimeout))
            {
                // The pool closes idle connections by a timer, which has not fired yet in a process that was frozen until now.
                Replace(pool);
            }
            else if (pool.TryEnter())
            {
                return pool;
            }
        }
    }

    private void Replace(ConnectionPool pool)
    {
        // Attempts on connections of the same age fail together; the first of them replaces the pool for all.
        if (Volatile.Read(ref _pool) == pool)
        {
            var next = new ConnectionPool(new HttpMessageInvoker(create()), clock);
            var unused = Interlocked.CompareExchange(ref _pool, next, pool) == pool ? pool : next;
            unused.Leave();
        }
    }

    /// <summary>Describes a timeout so that the SDK retries it as it does a reset connection: at once, up to MaxStaleConnectionRetries times.</summary>
    private HttpRequestException Stale() => new(
        HttpRequestError.ConnectionError,
        $"There was no response within {timeout} on a pooled connection.",
        new SocketException((int)SocketError.ConnectionAborted));
}
