using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>What a legacy cookie led to.</summary>
/// <param name="Source">Whose cookie it was.</param>
/// <param name="Origin">How the cookie was set, so that it can be expired.</param>
/// <param name="Secret">The secret of the live session that it opens; null when it opens none.</param>
/// <param name="WasDead">Whether that session has gone on elsewhere, or ended, just now, so that this request may be late.</param>
internal sealed record MigratedSession(IMigrationSource Source, SessionOrigin Origin, string? Secret, bool WasDead) : ImportedSession(Secret, WasDead)
{
    /// <summary>Expires the legacy cookie at the path and domain that it was set for.</summary>
    public override void ExpireCookie(HttpContext context) => context.Response.Cookies.Delete(Source.Options.CookieName, new CookieOptions
    {
        Path = Origin.CookiePath,
        Domain = Origin.CookieDomain,
        HttpOnly = true,
        Secure = context.Request.IsHttps,
    });
}
