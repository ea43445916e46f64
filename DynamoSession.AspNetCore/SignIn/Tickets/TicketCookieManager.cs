using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.SignIn.Tickets;

/// <summary>
/// Lets an authentication cookie that outlives the browser last as long as browsers allow. It says nothing about how long the user stays signed
/// in, which the session decides, and it is not sent again when the session is extended.
/// </summary>
internal sealed class TicketCookieManager(ICookieManager inner, TimeProvider clock) : ICookieManager
{
    // RFC 6265bis, 5.5: browsers limit a cookie's lifetime to 400 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, key);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        if (options.Expires is not null)
        {
            options.Expires = clock.GetUtcNow() + Longest;
        }

        inner.AppendResponseCookie(context, key, value, options);
    }

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, key, options);
}
