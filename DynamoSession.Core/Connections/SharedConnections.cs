namespace DynamoSession.Core.Connections;

/// <summary>Connections that are used in several places, and closed when the last of them leaves.</summary>
/// <param name="handler">The connections.</param>
/// <param name="connections">The same for whoever has no limit of its own; disposed when the last user leaves.</param>
internal sealed class SharedConnections(FreshConnectionsHandler handler, HttpMessageInvoker connections)
{
    private int _users;

    /// <returns>A user's own handler, which leaves when it is disposed; <see langword="null"/> if the connections have been closed.</returns>
    public User? TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users >= 0;)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return new User(this);
            }

            users = seen;
        }

        return null;
    }

    private Task<HttpResponseMessage> SendWithinAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken) =>
        handler.SendWithinAsync(request, limit, cancellationToken);

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => connections.SendAsync(request, cancellationToken);

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && Interlocked.CompareExchange(ref _users, -1, 0) == 0)
        {
            connections.Dispose();
        }
    }

    /// <summary>The connections, as one of their users has them until it is disposed.</summary>
    internal sealed class User(SharedConnections shared) : HttpMessageHandler
    {
        private SharedConnections? _shared = shared;

        /// <inheritdoc cref="FreshConnectionsHandler.SendWithinAsync"/>
        public Task<HttpResponseMessage> SendWithinAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken) =>
            Shared().SendWithinAsync(request, limit, cancellationToken);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Shared().SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Interlocked.Exchange(ref _shared, null)?.Leave();
            }

            base.Dispose(disposing);
        }

        private SharedConnections Shared()
        {
            var shared = Volatile.Read(ref _shared);
            ObjectDisposedException.ThrowIf(shared is null, this);
            return shared;
        }
    }
}
