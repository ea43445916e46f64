using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.State;

/// <summary>The session that was found for a cookie of another package.</summary>
/// <param name="Secret">The secret of the live session; null if there is none.</param>
/// <param name="JustEnded">Whether the session has just ended, or continues under another id, so that this request may be late.</param>
internal abstract record ImportedSession(string? Secret, bool JustEnded)
{
    /// <summary>Expires that cookie in the browser, because DynamoSession's own cookie replaces it or because it is no longer valid.</summary>
    public abstract void ExpireCookie(HttpContext context);
}
