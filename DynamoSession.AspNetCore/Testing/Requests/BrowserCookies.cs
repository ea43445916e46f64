using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>A browser's cookies between two requests. Immutable, so that a test can return to an earlier state.</summary>
internal sealed class BrowserCookies
{
    private readonly IReadOnlyDictionary<string, (string Value, DateTimeOffset End)> _cookies;

    private BrowserCookies(IReadOnlyDictionary<string, (string Value, DateTimeOffset End)> cookies) => _cookies = cookies;

    public static BrowserCookies None { get; } = new(new Dictionary<string, (string Value, DateTimeOffset End)>());

    public string? this[string name] => _cookies.TryGetValue(name, out var cookie) ? cookie.Value : null;

    /// <summary>Returns these cookies with an additional one that doesn't expire.</summary>
    public BrowserCookies With(string name, string value) =>
        new(new Dictionary<string, (string Value, DateTimeOffset End)>(_cookies, StringComparer.Ordinal) { [name] = (value, DateTimeOffset.MaxValue) });

    /// <summary>Returns the Cookie header of a request that is sent now; null if there is no cookie.</summary>
    public string? HeaderAt(DateTimeOffset now)
    {
        var alive = _cookies.Where(cookie => cookie.Value.End > now).Select(cookie => $"{cookie.Key}={cookie.Value.Value}");
        return string.Join("; ", alive) is { Length: > 0 } header ? header : null;
    }

    /// <summary>Returns the cookies after a response that is received now.</summary>
    public BrowserCookies After(StringValues setCookies, DateTimeOffset now)
    {
        var cookies = new Dictionary<string, (string Value, DateTimeOffset End)>(_cookies, StringComparer.Ordinal);
        foreach (var header in setCookies)
        {
            // Other code's cookies may be malformed; that is no reason to fail.
            if (!SetCookieHeaderValue.TryParse(header, out var cookie))
            {
                continue;
            }

            cookies[cookie.Name.ToString()] = (cookie.Value.ToString(), cookie.MaxAge is { } age ? now + age : cookie.Expires ?? DateTimeOffset.MaxValue);
        }

        return new BrowserCookies(cookies);
    }
}
