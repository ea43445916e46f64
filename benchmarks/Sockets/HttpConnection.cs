using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>A kept-alive connection that sends one request after another with as little work as possible: the processors are the applications'.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <returns>The body, until the next request is sent.</returns>
    /// <exception cref="InvalidDataException">The response isn't a 200 with a length.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var received = 0;
        var end = -1;
        while (end < 0)
        {
            received += await ReceiveAsync(received);
            end = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }

        var start = end + 4;
        var length = LengthOf(_buffer.AsSpan(0, start));
        while (received < start + length)
        {
            received += await ReceiveAsync(received);
        }

        return _buffer.AsMemory(start, length);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReceiveAsync(int received)
    {
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(received));
        return count > 0 ? count : throw new InvalidDataException("The application has closed the connection.");
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        if (start < 0 || !head.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new InvalidDataException($"This isn't a 200 with a length: {Encoding.ASCII.GetString(head)}");
        }

        var value = head[(start + name.Length)..];
        return int.Parse(value[..value.IndexOf("\r\n"u8)], CultureInfo.InvariantCulture);
    }
}
