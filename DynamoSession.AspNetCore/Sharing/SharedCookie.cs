using DynamoSession.Core.Sharing;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>Says of the application's cookie what Express keeps about it.</summary>
internal static class SharedCookie
{
    public static ExpressSessionCookie Of(CookieBuilder cookie) => new()
    {
        MaxAge = cookie.MaxAge,
        Path = cookie.Path ?? "/",
        Domain = string.IsNullOrEmpty(cookie.Domain) ? null : cookie.Domain,
        HttpOnly = cookie.HttpOnly,
        // What depends on the request is nothing to keep.
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
