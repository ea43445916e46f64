using System.Globalization;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Ratios;

namespace DynamoSession.Benchmarks.Prices;

/// <summary>A browser that stays away between its visits, by the application's clock, and keeps cookies for as long as they say.</summary>
internal sealed class Browser(Uri application) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = application };
    private readonly Dictionary<string, (string Value, TimeSpan Until)> _cookies = [];
    private TimeSpan _now;

    /// <summary>Gets a session of this many bytes.</summary>
    public Task ArriveAsync(int bytes) => GetAsync($"{Pages.FillPath}?{bytes}");

    /// <summary>Comes back after some time.</summary>
    public async Task VisitAsync(RequestKind kind, TimeSpan after)
    {
        _now += after;
        await GetAsync($"{ServedApplication.WaitPath}?{after.TotalSeconds.ToString(CultureInfo.InvariantCulture)}");
        await GetAsync(Pages.PathOf(kind));
    }

    public void Dispose() => _http.Dispose();

    private async Task GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        var cookies = _cookies.Where(cookie => cookie.Value.Until > _now).Select(cookie => $"{cookie.Key}={cookie.Value.Value}").ToArray();
        if (cookies.Length > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies));
        }

        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out var sent))
        {
            foreach (var cookie in sent)
            {
                Keep(cookie);
            }
        }
    }

    private void Keep(string cookie)
    {
        const string MaxAge = "max-age=";
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var pair = parts[0].Split('=', 2);
        var age = parts.FirstOrDefault(part => part.StartsWith(MaxAge, StringComparison.OrdinalIgnoreCase));
        var until = age is null ? TimeSpan.MaxValue : _now + TimeSpan.FromSeconds(double.Parse(age[MaxAge.Length..], CultureInfo.InvariantCulture));
        _cookies[pair[0]] = (pair[1], until);
    }
}
