using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Expires an old cookie at the path and domain that it was set for.</summary>
internal static class LegacyCookieExpiry
{
    public static void Send(HttpContext context, string name, SessionOrigin origin) =>
        context.Response.Cookies.Delete(name, new CookieOptions
        {
            Path = origin.CookiePath,
            Domain = origin.CookieDomain,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
        });
}
