using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>What the inspector's buttons do to the current session.</summary>
internal sealed class InspectorActions(
    ISessionTable table, SessionCookie cookie, InspectedItems items, Inspection inspection, SessionLimitations limitations, TimeProvider clock)
{
    /// <summary>Gets whether a session can be made to expire.</summary>
    public bool CanExpire => limitations.AbsoluteTimeout is null;

    public static void SignOut(HttpContext context) => context.GetDynamoSession().Destroy();

    public static void Renew(HttpContext context) => context.GetDynamoSession().RenewId();

    public void FailNext() => inspection.FailNext();

    /// <summary>Lets the session expire now, as if it had not been used for long.</summary>
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task ExpireAsync(HttpContext context)
    {
        if (!CanExpire || await items.FindAsync(cookie.Read(context), context.RequestAborted) is not { Record: var record })
        {
            return;
        }

        // Two minutes ago, because late requests are still recognized for a minute.
        var past = clock.GetUtcNow().AddMinutes(-2);
        await table.CommitAsync(
            new SessionCommit
            {
                Loaded = record,
                Changes = new SessionChanges(clearsAll: false, new Dictionary<string, SessionChange>(StringComparer.Ordinal)),
                ExpiresAt = past,
                AbsoluteExpiresAt = past,
                IdleTimeout = record.IdleTimeout,
                UserId = record.UserId,
                UserSince = record.UserSince,
                Ticket = record.Ticket,
                Description = record.Description,
                IsPersistent = record.IsPersistent,
            },
            context.RequestAborted);
    }
}
