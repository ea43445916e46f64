using System.Text;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Ratios;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>A browser with a session, which knows what each page must answer.</summary>
internal sealed class Visitor
{
    private readonly SessionContent _content;
    private readonly bool _keepsChanges;
    private readonly Dictionary<RequestKind, byte[]> _requests;
    private readonly Dictionary<RequestKind, byte[]> _answers;
    private int _changes;

    private Visitor(SessionContent content, string cookies, bool keepsChanges)
    {
        _content = content;
        _keepsChanges = keepsChanges;
        var kinds = Enum.GetValues<RequestKind>();
        _requests = kinds.ToDictionary(kind => kind, kind => RequestOf(Pages.PathOf(kind), kind switch
        {
            RequestKind.NoCookie => null,
            RequestKind.JunkCookie => JunkOf(cookies),
            _ => cookies,
        }));
        _answers = kinds.ToDictionary(kind => kind, kind => content.Answer(kind, changes: 1));
    }

    /// <summary>Comes to an application for the first time.</summary>
    /// <param name="http">A client of the application, which keeps no cookies.</param>
    /// <param name="kiloBytes">The size of the session.</param>
    /// <param name="keepsChanges">Whether the application's store keeps what is written; one that replays doesn't.</param>
    public static async Task<Visitor> ArriveAsync(HttpClient http, int kiloBytes, bool keepsChanges)
    {
        using var response = await http.GetAsync(new Uri($"{Pages.FillPath}?{kiloBytes * 1_000}", UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return new Visitor(new SessionContent(kiloBytes * 1_000), string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])), keepsChanges);
    }

    /// <exception cref="InvalidDataException">The answer is wrong: what is broken must not look fast.</exception>
    public async Task RequestAsync(HttpConnection connection, RequestKind kind)
    {
        var answer = await connection.SendAsync(_requests[kind]);
        var expected = kind == RequestKind.Change && _keepsChanges ? _content.Answer(kind, ++_changes) : _answers[kind];
        if (!answer.Span.SequenceEqual(expected))
        {
            throw new InvalidDataException($"{kind}: the application has answered '{Encoding.UTF8.GetString(answer.Span)}' instead of '{Encoding.UTF8.GetString(expected)}'.");
        }
    }

    private static byte[] RequestOf(string path, string? cookies) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: shop.example\r\n{(cookies is null ? "" : $"Cookie: {cookies}\r\n")}\r\n");

    // Of each cookie the name, with a value that no application has issued.
    private static string JunkOf(string cookies) => string.Join("; ", cookies.Split("; ").Select(cookie => cookie.Split('=')[0] + "=junk"));
}
