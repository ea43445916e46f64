using Microsoft.Net.Http.Headers;

namespace SessionTool.Doctor;

/// <summary>Checks the session cookie that a running application sends.</summary>
internal static class CookieChecks
{
    private const string Check = "cookie";
    private const string HostPrefix = "__Host-";

    public static async Task<IReadOnlyList<Finding>> RunAsync(HttpClient http, Uri url, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(http, url, name, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [Finding.Error(Check, $"{url.GetLeftPart(UriPartial.Path)} could not be reached: {exception.Message}", "Check the URL, and that the application is running and its certificate valid.")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> AskAsync(HttpClient http, Uri url, string name, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var sent = response.Headers.TryGetValues("Set-Cookie", out var headers) ? headers.ToArray() : [];
        var cookie = sent.Select(header => SetCookieHeaderValue.TryParse(header, out var parsed) ? parsed : null)
            .FirstOrDefault(parsed => parsed?.Name == name);
        if (cookie is null)
        {
            return
            [
                .. Transport(url),
                Finding.Unchecked(
                    Check,
                    $"The response to GET {url.GetLeftPart(UriPartial.Path)} (status {(int)response.StatusCode}) has no cookie '{name}'.",
                    "Give --url a page that starts a session, and --cookie the cookie's name, if it is not the default."),
            ];
        }

        return [.. Transport(url), .. Attributes(cookie, name), .. Caching(response)];
    }

    private static IEnumerable<Finding> Transport(Uri url)
    {
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return Finding.Error(Check, "The application answers over plain http, where anyone on the network can read the cookie.", "Redirect to https (UseHttpsRedirection, UseHsts), or let the proxy do it.");
        }
    }

    private static IEnumerable<Finding> Attributes(SetCookieHeaderValue cookie, string name)
    {
        if (!cookie.Secure)
        {
            yield return Finding.Error(Check, $"'{name}' is not Secure, so that browsers also send it over plain http.", "Set Cookie.SecurePolicy to Always, which is the default.");
        }

        if (!cookie.HttpOnly)
        {
            yield return Finding.Error(Check, $"'{name}' is not HttpOnly, so that a script that was injected into a page can steal it.", "Set Cookie.HttpOnly to true, which is the default.");
        }

        if (cookie.SameSite is SameSiteMode.None or SameSiteMode.Unspecified)
        {
            yield return Finding.Warning(
                Check, $"'{name}' has SameSite={(cookie.SameSite == SameSiteMode.None ? "None" : "(nothing)")}, so that other sites can make requests with it.", "Set Cookie.SameSite to Lax, which is the default, or to Strict.");
        }

        var hasHostPrefix = name.StartsWith(HostPrefix, StringComparison.Ordinal);
        if (hasHostPrefix && (cookie.Domain.HasValue || cookie.Path != "/"))
        {
            yield return Finding.Error(Check, $"'{name}' has a domain, or another path than '/'. Browsers reject such a cookie, because of its prefix.", "Remove Cookie.Domain and Cookie.Path, or use a name without the prefix.");
        }
        else if (cookie.Domain.HasValue)
        {
            yield return Finding.Warning(Check, $"'{name}' is sent to all hosts of '{cookie.Domain}', each of which can steal or plant it.", "Remove Cookie.Domain.");
        }

        if (!hasHostPrefix)
        {
            yield return Finding.Warning(Check, $"'{name}' has no {HostPrefix} prefix, so that other hosts of the site can plant a session.", $"Use the default name {HostPrefix}sid.");
        }
    }

    private static IEnumerable<Finding> Caching(HttpResponseMessage response)
    {
        if (response.Headers.CacheControl is not ({ NoStore: true } or { Private: true }))
        {
            yield return Finding.Error(
                Check,
                "The response that sets the cookie may be stored by shared caches, which would give everybody the same session.",
                "Find what removes 'Cache-Control: no-store', which DynamoSession sends: a proxy, a CDN, or middleware in front.");
        }
    }
}
