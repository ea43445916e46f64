using System.Net;
using System.Net.Sockets;

namespace DynamoSession.Tests.Support.Http;

/// <summary>A TCP proxy whose open connections can die; new ones work.</summary>
internal sealed class MortalProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Uri _target;
    private readonly Lock _lock = new();
    private readonly List<Connection> _connections = [];
    private readonly Task _accepting;
    private TaskCompletionSource _enough = new();
    private int _wanted;
    private int _lost;

    private MortalProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Gets on how many dead connections something was sent.</summary>
    public int Lost => Volatile.Read(ref _lost);

    /// <summary>Gets how many connections the client holds, dead ones included.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <param name="target">The engine.</param>
    public static MortalProxy Start(Uri target) => new(target);

    /// <summary>Delays what is sent until so many connections are open, so that requests at once need as many.</summary>
    public void HoldUntilOpen(int connections)
    {
        lock (_lock)
        {
            _wanted = connections;
            _enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets all open connections die.</summary>
    /// <returns>How many.</returns>
    public int Kill(ConnectionDeath death)
    {
        lock (_lock)
        {
            _wanted = 0;
            _enough.TrySetResult();
            _connections.ForEach(connection => connection.Death = death);
            return _connections.Count;
        }
    }

    /// <summary>Completes when the client holds no more connections than that.</summary>
    public async Task WhenOpenAsync(int connections)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Open > connections)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new Connection(this, await _listener.AcceptSocketAsync(_ended.Token));
                lock (_lock)
                {
                    _connections.Add(connection);
                    if (_connections.Count >= _wanted)
                    {
                        _enough.TrySetResult();
                    }
                }

                _ = connection.RunAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private Task Enough()
    {
        lock (_lock)
        {
            return _wanted == 0 ? Task.CompletedTask : _enough.Task;
        }
    }

    private void Remove(Connection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }

    private sealed class Connection(MortalProxy proxy, Socket client)
    {
        private bool _isLost;

        public ConnectionDeath? Death { get; set; }

        public async Task RunAsync()
        {
            client.NoDelay = true;
            using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(proxy._target.Host, proxy._target.Port, proxy._ended.Token);
                await Task.WhenAny(PumpOutAsync(server), PumpBackAsync(server));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The test is over.
            }

            // With a time of zero this is a reset.
            client.Close(Death == ConnectionDeath.Closed ? -1 : 0);
            proxy.Remove(this);
        }

        private async Task PumpOutAsync(Socket server)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await client.ReceiveAsync(buffer, proxy._ended.Token) is > 0 and var received)
                {
                    if (Death is null)
                    {
                        await proxy.Enough().WaitAsync(proxy._ended.Token);
                        await server.SendAsync(buffer.AsMemory(0, received), proxy._ended.Token);
                        continue;
                    }

                    if (!_isLost)
                    {
                        _isLost = true;
                        Interlocked.Increment(ref proxy._lost);
                    }

                    if (Death != ConnectionDeath.Silent)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client has left.
            }
        }

        private async Task PumpBackAsync(Socket server)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await server.ReceiveAsync(buffer, proxy._ended.Token) is > 0 and var received)
                {
                    await client.SendAsync(buffer.AsMemory(0, received), proxy._ended.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side has left.
            }
        }
    }
}
