using System.Buffers;
using DynamoSession.AspNetCore.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Configuration;

/// <summary>The rules for a cookie that browsers accept.</summary>
internal static class CookieRules
{
    private const string Cookie = nameof(DynamoSessionOptions.Cookie);

    // The token characters of RFC 9110.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(CookieBuilder? cookie, TimeSpan idleTimeout, ValidateOptionsResultBuilder result)
    {
        if (cookie is null)
        {
            result.AddError("is null; keep the default, or set your own cookie.", Cookie);
            return;
        }

        CheckName(cookie, result);
        CheckPrefix(cookie, result);
        CheckLife(cookie, idleTimeout, result);
        if (cookie.SameSite == SameSiteMode.None && cookie.SecurePolicy != CookieSecurePolicy.Always)
        {
            result.AddError("is None without SecurePolicy Always; browsers reject such a cookie.", $"{Cookie}.{nameof(cookie.SameSite)}");
        }
    }

    private static void CheckName(CookieBuilder cookie, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(cookie.Name) || cookie.Name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            result.AddError(
                $"is '{cookie.Name}'; it must be a cookie name: letters, digits and !#$%&'*+-.^_`|~ only.",
                $"{Cookie}.{nameof(cookie.Name)}");
        }
    }

    private static void CheckPrefix(CookieBuilder cookie, ValidateOptionsResultBuilder result)
    {
        var isHost = cookie.Name?.StartsWith(CookiePrefix.Host, StringComparison.OrdinalIgnoreCase) == true;
        var isSecure = isHost || cookie.Name?.StartsWith(CookiePrefix.Secure, StringComparison.OrdinalIgnoreCase) == true;
        if (isSecure && cookie.SecurePolicy != CookieSecurePolicy.Always)
        {
            result.AddError(
                $"is {cookie.SecurePolicy}; with a __Host- or __Secure- name it must be Always, or browsers reject the cookie. Change it or the name.",
                $"{Cookie}.{nameof(cookie.SecurePolicy)}");
        }

        if (isHost && !string.IsNullOrEmpty(cookie.Domain))
        {
            result.AddError(
                $"is '{cookie.Domain}'; with a __Host- name it must be empty, or browsers reject the cookie. For several hosts, use a __Secure- name.",
                $"{Cookie}.{nameof(cookie.Domain)}");
        }

        if (isHost && cookie.Path != "/")
        {
            result.AddError(
                $"is '{cookie.Path}'; with a __Host- name it must be '/', or browsers reject the cookie. For a path, use a __Secure- name.",
                $"{Cookie}.{nameof(cookie.Path)}");
        }
    }

    private static void CheckLife(CookieBuilder cookie, TimeSpan idleTimeout, ValidateOptionsResultBuilder result)
    {
        if (cookie.Expiration is not null)
        {
            result.AddError("is set; use MaxAge, which does not depend on the browser's clock.", $"{Cookie}.{nameof(cookie.Expiration)}");
        }

        if (cookie.MaxAge is not { } maxAge)
        {
            return;
        }

        if (maxAge <= TimeSpan.Zero)
        {
            result.AddError($"is {maxAge}; it must be more than zero, or null to last until the browser is closed.", $"{Cookie}.{nameof(cookie.MaxAge)}");
        }
        else if (maxAge < idleTimeout)
        {
            result.AddError(
                $"is {maxAge}, shorter than {nameof(DynamoSessionOptions.IdleTimeout)} ({idleTimeout}); the browser would drop the cookie of a session that is in use. Set it to {idleTimeout} or more, or to null to last until the browser is closed.",
                $"{Cookie}.{nameof(cookie.MaxAge)}");
        }
    }
}
