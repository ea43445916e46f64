using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>The session that was found for a legacy cookie.</summary>
/// <param name="CookieName">The name of the cookie.</param>
/// <param name="Origin">How the cookie was set, so that it can be expired.</param>
/// <param name="Secret">The secret of the live session; null if the session is not live.</param>
/// <param name="Record">The session; null if it is not live.</param>
/// <param name="JustEnded">Whether the session has just ended, or continues under another id, so that this request may be late.</param>
internal sealed record MigratedSession(string CookieName, SessionOrigin Origin, string? Secret, SessionRecord? Record, bool JustEnded)
    : ImportedSession(CookieName, Secret, Record, JustEnded)
{
    public override CookieOptions BuildCookie(HttpContext context) => new()
    {
        Path = Origin.CookiePath,
        Domain = Origin.CookieDomain,
        HttpOnly = true,
        Secure = context.Request.IsHttps,
    };
}
