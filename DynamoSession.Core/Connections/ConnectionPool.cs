namespace DynamoSession.Core.Connections;

/// <summary>Connections that were opened since the pool was created. It closes when its owner and all attempts have left it.</summary>
internal sealed class ConnectionPool
{
    private readonly HttpMessageInvoker _connections;
    private readonly TimeProvider _clock;

    // The owner is one of the users.
    private int _users = 1;
    private long _lastUsed;
    private volatile bool _hasResponded;

    /// <param name="connections">Opens and keeps the connections; disposed when the pool closes.</param>
    /// <param name="clock">The wall clock.</param>
    public ConnectionPool(HttpMessageInvoker connections, TimeProvider clock)
    {
        _connections = connections;
        _clock = clock;
        NoteUse();
    }

    /// <summary>Gets whether a response has come from this pool, so that it may have connections that are not new.</summary>
    public bool HasResponded => _hasResponded;

    /// <summary>Joins the users, which keeps the pool open.</summary>
    /// <returns><see langword="false"/> if it has been closed.</returns>
    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return true;
            }

            users = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            // A response that is still being read keeps its connection, which closes when it has been read.
            _connections.Dispose();
        }
    }

    /// <summary>Returns whether nothing was sent or received for so long. By the wall clock: others may stand still while the process is frozen.</summary>
    public bool HasBeenIdle(TimeSpan limit) => _clock.GetUtcNow().Ticks - Volatile.Read(ref _lastUsed) > limit.Ticks;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        NoteUse();
        return _connections.SendAsync(request, cancellationToken);
    }

    /// <summary>Notes that a response has come.</summary>
    public void NoteResponse()
    {
        NoteUse();
        _hasResponded = true;
    }

    private void NoteUse() => Volatile.Write(ref _lastUsed, _clock.GetUtcNow().Ticks);
}
