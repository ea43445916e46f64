using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.State;

/// <summary>What a cookie that is not ours led to.</summary>
/// <param name="Secret">The secret of the live session that it opens; null when it opens none.</param>
/// <param name="WasDead">Whether that session has ended, or goes on elsewhere, since a moment ago, so that this request may be late.</param>
internal abstract record ImportedSession(string? Secret, bool WasDead)
{
    /// <summary>Makes the browser drop that cookie: ours takes its place, or it leads nowhere.</summary>
    public abstract void ExpireCookie(HttpContext context);
}
