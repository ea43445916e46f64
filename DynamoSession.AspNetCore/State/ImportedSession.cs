using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.State;

/// <summary>The session that was found for a cookie of another package.</summary>
/// <param name="CookieName">The name of that cookie, which DynamoSession's own may have too.</param>
/// <param name="Secret">The secret of the live session; null if the session is not live.</param>
/// <param name="Record">The session; null if it is not live.</param>
/// <param name="JustEnded">Whether the session has just ended, or continues under another id, so that this request may be late.</param>
internal abstract record ImportedSession(string CookieName, string? Secret, SessionRecord? Record, bool JustEnded)
{
    /// <summary>Returns the attributes that the cookie was set with, so that it can be expired.</summary>
    public abstract CookieOptions BuildCookie(HttpContext context);
}
