using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>The session that was found for a legacy cookie.</summary>
/// <param name="Source">The source that the cookie belongs to.</param>
/// <param name="Origin">How the cookie was set, so that it can be expired.</param>
/// <param name="Secret">The secret of the live session; null if there is none.</param>
/// <param name="JustEnded">Whether the session has just ended, or continues under another id, so that this request may be late.</param>
internal sealed record MigratedSession(IMigrationSource Source, SessionOrigin Origin, string? Secret, bool JustEnded) : ImportedSession(Secret, JustEnded)
{
    /// <summary>Expires the legacy cookie with the path and domain that it was set with.</summary>
    public override void ExpireCookie(HttpContext context) => context.Response.Cookies.Delete(Source.Options.CookieName, new CookieOptions
    {
        Path = Origin.CookiePath,
        Domain = Origin.CookieDomain,
        HttpOnly = true,
        Secure = context.Request.IsHttps,
    });
}
