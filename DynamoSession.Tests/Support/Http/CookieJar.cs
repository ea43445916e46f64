using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.Tests.Support.Http;

/// <summary>Keeps cookies as browsers do: by name, the last answer wins, and each for its Max-Age from when it arrived.</summary>
internal sealed class CookieJar(TimeProvider clock)
{
    private readonly Dictionary<string, (string Value, DateTimeOffset Ends)> _cookies = new(StringComparer.Ordinal);

    /// <summary>Gets the Cookie header of a request that is sent now; null when there is no cookie.</summary>
    public string? Header
    {
        get
        {
            var now = clock.GetUtcNow();
            var alive = _cookies.Where(cookie => cookie.Value.Ends > now).Select(cookie => $"{cookie.Key}={cookie.Value.Value}");
            var header = string.Join("; ", alive);
            return header.Length == 0 ? null : header;
        }
    }

    public string? this[string name]
    {
        get => _cookies.TryGetValue(name, out var cookie) && cookie.Ends > clock.GetUtcNow() ? cookie.Value : null;
        set => _cookies[name] = (value!, DateTimeOffset.MaxValue);
    }

    public void Take(StringValues setCookies)
    {
        foreach (var header in setCookies)
        {
            var cookie = SetCookieHeaderValue.Parse(header);
            var ends = cookie.MaxAge is { } age ? clock.GetUtcNow() + age : cookie.Expires ?? DateTimeOffset.MaxValue;
            _cookies[cookie.Name.ToString()] = (cookie.Value.ToString(), ends);
        }
    }

    public void Remove(string name) => _cookies.Remove(name);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_cookies.Count} cookies");
}
