using System.Net.Sockets;
using System.Text;

namespace DynamoSession.Tests.Support.Http;

/// <summary>One request over a bare connection, to see which bytes arrive, and when.</summary>
internal sealed class RawExchange : IDisposable
{
    private readonly Socket _socket;

    private RawExchange(Socket socket) => _socket = socket;

    /// <summary>Gets whether any byte of the answer is here.</summary>
    public bool HasReceived => _socket.Available > 0;

    /// <param name="address">The application.</param>
    /// <param name="path">Where to.</param>
    /// <param name="cookie">The session cookie's value.</param>
    /// <param name="method">The verb.</param>
    public static async Task<RawExchange> SendAsync(Uri address, string path, string? cookie = null, string method = "GET")
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        var cookieLine = cookie is null ? "" : $"Cookie: {SessionApp.CookieName}={cookie}\r\n";
        var head = $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n{cookieLine}\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head));
        return new RawExchange(socket);
    }

    /// <summary>Reads until the server closes the connection.</summary>
    /// <returns>One character a byte.</returns>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        await stream.CopyToAsync(all);
        return Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    /// <summary>Leaves as a browser does whose tab was closed.</summary>
    public void Leave() => _socket.Close(timeout: 0);

    public void Dispose() => _socket.Dispose();
}
