namespace DynamoSession.Core.Connections;

/// <summary>Connections that are used in several places, and closed when the last of them leaves.</summary>
/// <param name="connections">The connections.</param>
internal sealed class SharedConnections(HttpMessageInvoker connections)
{
    private int _users;

    /// <returns>A user's own handler, which leaves when it is disposed; <see langword="null"/> if the connections have been closed.</returns>
    public HttpMessageHandler? TryEnter()
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

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => connections.SendAsync(request, cancellationToken);

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && Interlocked.CompareExchange(ref _users, -1, 0) == 0)
        {
            connections.Dispose();
        }
    }

    private sealed class User(SharedConnections shared) : HttpMessageHandler
    {
        private SharedConnections? _shared = shared;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var shared = Volatile.Read(ref _shared);
            ObjectDisposedException.ThrowIf(shared is null, this);
            return shared.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Interlocked.Exchange(ref _shared, null)?.Leave();
            }

            base.Dispose(disposing);
        }
    }
}
