using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DynamoSession.Tests.Support.Requests;

/// <summary>A server in the place of DynamoDB that answers with exactly the bytes that a test says, or does something else.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly Func<Socket, CancellationToken, Task<bool>> _answer;
    private readonly List<string> _heads = [];
    private readonly Task _accepting;
    private int _connections;

    private ScriptedServer(Func<Socket, CancellationToken, Task<bool>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Gets the request lines and headers of the requests that have arrived.</summary>
    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_lock)
            {
                return [.. _heads];
            }
        }
    }

    /// <param name="answer">Answers a request that has arrived whole, and returns whether the connection stays open.</param>
    public static ScriptedServer Start(Func<Socket, CancellationToken, Task<bool>> answer) => new(answer);

    /// <param name="response">The bytes of each response, one character a byte.</param>
    public static ScriptedServer Start(string response) => Start(async (socket, cancellationToken) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(response), cancellationToken);
        return false;
    });

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
                var socket = await _listener.AcceptSocketAsync(_ended.Token);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over: the listener has stopped, perhaps just before it was asked.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReceiveAsync(socket) && await _answer(socket, _ended.Token))
                {
                    // The next request of the connection.
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client has left, or the test is over.
            }
        }
    }

    private async Task<bool> ReceiveAsync(Socket socket)
    {
        var received = "";
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && received.Length >= end + 4 + BodyLength(received[..end]))
            {
                lock (_lock)
                {
                    _heads.Add(received[..end]);
                }

                return true;
            }

            if (await socket.ReceiveAsync(buffer, _ended.Token) is not (> 0 and var count))
            {
                return false;
            }

            received += Encoding.Latin1.GetString(buffer, 0, count);
        }
    }

    private static int BodyLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
        .Single();
}
