using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DynamoSession.AspNetCore.Cookies;

/// <summary>
/// Edits the cookies that a response sets, each identified by name, domain and path, as in a browser. <see cref="IResponseCookies.Delete(string)"/>
/// would also remove cookies of the same name with another domain or a longer path.
/// </summary>
internal static class SetCookies
{
    /// <summary>Expires a cookie in the browser, instead of setting it. That needs no consent.</summary>
    public static void Expire(HttpResponse response, string name, CookieOptions cookie)
    {
        Remove(response, name, cookie);
        response.Cookies.Append(name, "", new CookieOptions(cookie) { MaxAge = null, Expires = DateTimeOffset.UnixEpoch, IsEssential = true });
    }

    /// <summary>Sends a cookie once, even if an earlier pass of the same request has already sent or expired it.</summary>
    public static void Replace(HttpResponse response, string name, string value, CookieOptions cookie)
    {
        Remove(response, name, cookie);
        response.Cookies.Append(name, value, cookie);
    }

    /// <summary>Removes a cookie from the response.</summary>
    public static void Remove(HttpResponse response, string name, CookieOptions cookie) =>
        response.Headers.SetCookie = response.Headers.SetCookie.Where(header => !IsCookie(header, name, cookie)).ToArray();

    /// <summary>Returns whether cookies of the same name with these attributes are the same cookie in a browser.</summary>
    public static bool IsSamePlace(CookieOptions cookie, CookieOptions other) => HasPlace(cookie, other.Path, other.Domain);

    private static bool IsCookie(string? header, string name, CookieOptions cookie) =>
        SetCookieHeaderValue.TryParse(header, out var set)
        && set.Name.Equals(name, StringComparison.Ordinal)
        && HasPlace(cookie, set.Path.ToString(), set.Domain.ToString());

    private static bool HasPlace(CookieOptions cookie, string? path, string? domain) =>
        (cookie.Path ?? "") == (path ?? "")
        && string.Equals(cookie.Domain?.TrimStart('.') ?? "", domain?.TrimStart('.') ?? "", StringComparison.OrdinalIgnoreCase);
}
