using DynamoSession.Core.Sharing;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>Describes the application's cookie as Express stores it in a session.</summary>
internal static class SharedCookie
{
    public static ExpressSessionCookie Of(CookieBuilder cookie) => new()
    {
        MaxAge = cookie.MaxAge,
        Path = cookie.Path ?? "/",
        Domain = string.IsNullOrEmpty(cookie.Domain) ? null : cookie.Domain,
        HttpOnly = cookie.HttpOnly,
        // A policy that depends on the request can't be stored.
        Secure = cookie.SecurePolicy == CookieSecurePolicy.Always,
        SameSite = cookie.SameSite switch
        {
            SameSiteMode.Lax => "lax",
            SameSiteMode.Strict => "strict",
            SameSiteMode.None => "none",
            _ => null,
        },
    };
}
