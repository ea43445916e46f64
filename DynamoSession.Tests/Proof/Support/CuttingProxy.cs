using System.Net;
using System.Net.Sockets;

namespace DynamoSession.Tests.Proof.Support;

/// <summary>A TCP proxy that resets some connections: before, during or after a call, or in the middle of its response.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Uri _target;
    private readonly double _cutShare;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private long _cuts;

    /// <param name="target">The engine.</param>
    /// <param name="cutShare">The share of calls whose connection is reset.</param>
    /// <param name="seed">Determines which ones.</param>
    public CuttingProxy(Uri target, double cutShare, int seed)
    {
        _target = target;
        _cutShare = cutShare;
        _random = new Random(seed);
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    private enum Cut
    {
        None,
        BeforeCall,
        InCall,
        AfterCall,
        InResponse,
    }

    public Uri Endpoint { get; }

    public long Cuts => Interlocked.Read(ref _cuts);

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
                _ = new Connection(this, await _listener.AcceptSocketAsync(_ended.Token)).RunAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has finished.
        }
    }

    private Cut Draw()
    {
        lock (_lock)
        {
            if (_random.NextDouble() >= _cutShare)
            {
                return Cut.None;
            }

            Interlocked.Increment(ref _cuts);
            return (Cut)_random.Next(1, 5);
        }
    }

    /// <summary>A client's connection. An HTTP/1.1 client waits for the response before it calls again, so whatever follows a response is a new call.</summary>
    private sealed class Connection(CuttingProxy proxy, Socket client)
    {
        private bool _isCalling;
        private Cut _cut;

        public async Task RunAsync()
        {
            client.NoDelay = true;
            using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await server.ConnectAsync(proxy._target.Host, proxy._target.Port, proxy._ended.Token);
                await Task.WhenAny(PumpAsync(client, server, CutInCall), PumpAsync(server, client, CutInResponse));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The test has finished.
            }

            // A timeout of zero sends a reset.
            client.Close(timeout: 0);
            server.Close(timeout: 0);
        }

        private (bool IsCut, int Length) CutInCall(int length)
        {
            if (!_isCalling)
            {
                _isCalling = true;
                _cut = proxy.Draw();
            }

            return _cut switch
            {
                Cut.BeforeCall => (true, 0),
                Cut.InCall => (true, length / 2),
                _ => (false, length),
            };
        }

        private (bool IsCut, int Length) CutInResponse(int length)
        {
            _isCalling = false;
            return _cut switch
            {
                Cut.AfterCall => (true, 0),
                Cut.InResponse => (true, length / 2),
                _ => (false, length),
            };
        }

        private async Task PumpAsync(Socket from, Socket to, Func<int, (bool IsCut, int Length)> decide)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer, proxy._ended.Token) is > 0 and var received)
                {
                    var (isCut, length) = decide(received);
                    await to.SendAsync(buffer.AsMemory(0, length), proxy._ended.Token);
                    if (isCut)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side closed its connection.
            }
        }
    }
}
