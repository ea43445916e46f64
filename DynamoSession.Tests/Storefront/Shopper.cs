using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Storefront;

/// <summary>A browser with its cookies: opens pages, and sends their forms with the page's antiforgery token.</summary>
internal sealed partial class Shopper : IDisposable
{
    public const string PasswordOfAda = "analytical engine";
    public const string PasswordOfGrace = "nanoseconds of wire";

    private readonly Uri _address;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    /// <param name="address">Where the shop is.</param>
    /// <param name="cookies">The cookies that the browser has already.</param>
    /// <param name="followsRedirects">Whether the result of a form is the page that follows, and not the redirect to it.</param>
    public Shopper(Uri address, CookieCollection? cookies = null, bool followsRedirects = true)
    {
        _address = address;
        _handler = new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = followsRedirects };
        _handler.CookieContainer.Add(cookies ?? []);
        _http = new HttpClient(_handler) { BaseAddress = address };
    }

    public CookieCollection Cookies => _handler.CookieContainer.GetCookies(_address);

    public string? SessionCookie => Cookies["sid"]?.Value;

    /// <summary>What every request is sent with, besides the cookies.</summary>
    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    /// <summary>Fills in the form of the sign-in page, and follows the redirect.</summary>
    public Task<string> SignInAsync(string name, string password, bool staySignedIn = false) => SendAsync(
        "/SignIn", "/SignIn", ("Name", name), ("Password", password), ("StaySignedIn", staySignedIn ? "true" : "false"));

    public Task<string> SignInAsAdaAsync(bool staySignedIn = false) => SignInAsync("Ada", PasswordOfAda, staySignedIn);

    public Task<string> SignInAsGraceAsync() => SignInAsync("Grace", PasswordOfGrace);

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Opens a page, whatever its status.</summary>
    /// <returns>Its text, with HTML's escapes resolved.</returns>
    public async Task<string> OpenAsync(string path)
    {
        using var response = await GetAsync(path);
        return await TextOf(response);
    }

    /// <summary>Sends a form of a page, and follows the redirect.</summary>
    /// <param name="page">Where the form stands.</param>
    /// <param name="action">Where it goes.</param>
    /// <param name="fields">What is filled in.</param>
    public async Task<string> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = await TokenOnAsync(page);
        using var response = await PostAsync(action, [.. fields, ("__RequestVerificationToken", token)]);
        return await TextOf(response);
    }

    /// <summary>Opens a page, and returns the antiforgery token of its form.</summary>
    public async Task<string> TokenOnAsync(string page) => Token().Match(await OpenAsync(page)).Groups["token"].Value;

    public async Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _http.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static async Task<string> TextOf(HttpResponseMessage response) => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""")]
    private static partial Regex Token();
}
