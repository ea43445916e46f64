using System.Net;
using System.Text;
using DynamoSession.Tests.Support.Leaks;

namespace DynamoSession.Tests.Support.Http;

/// <summary>A client that keeps cookies as a browser does, follows no redirect, and shows every header.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;
    private readonly Version _version;

    public Browser(Uri address, Version? version = null, Dictionary<string, string>? cookies = null)
    {
        Cookies = cookies ?? new(StringComparer.Ordinal);
        _version = version ?? HttpVersion.Version11;
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        _client = new HttpClient(handler)
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Gets the cookies by name; a test may set what it likes.</summary>
    public Dictionary<string, string> Cookies { get; }

    /// <summary>Gets or sets the session cookie's value.</summary>
    public string? SessionCookie
    {
        get => Cookies.GetValueOrDefault(SessionApp.CookieName);
        set => Cookies[SessionApp.CookieName] = value!;
    }

    /// <summary>Gets or sets whether requests are such as load the next page, by their Fetch metadata.</summary>
    public bool Navigates { get; set; }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <param name="path">Where to.</param>
    /// <param name="text">The body: field values travel in it, because frameworks log addresses.</param>
    public Task<Answer> PostAsync(string path, string text = "") => SendAsync(HttpMethod.Post, path, text);

    public async Task<Answer> PostJsonAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        AddCookies(request);
        return await SendAsync(request);
    }

    /// <summary>Submits a form.</summary>
    public async Task<Answer> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        AddCookies(request);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? text = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (text is not null)
        {
            request.Content = new StringContent(text);
        }

        AddCookies(request);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        // The client's own default version does not apply to requests that are built by hand.
        request.Version = _version;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var response = await _client.SendAsync(request);
        var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
        Keep(answer.SetCookies);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private void AddCookies(HttpRequestMessage request)
    {
        if (Navigates)
        {
            request.Headers.Add("Sec-Fetch-Mode", "navigate");
            request.Headers.Add("Sec-Fetch-Dest", "document");
        }

        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
    }

    private void Keep(IReadOnlyList<string> setCookies)
    {
        foreach (var setCookie in setCookies)
        {
            var pair = setCookie.Split(';')[0].Split('=', 2);
            if (setCookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
                if (pair[0] == SessionApp.CookieName)
                {
                    LeakWatch.Protect(pair[1]);
                }
            }
        }
    }
}
