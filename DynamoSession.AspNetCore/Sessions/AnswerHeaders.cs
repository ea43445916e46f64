using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Tells the browser, and caches on the way, what has become of the session.</summary>
/// <param name="services">What every session needs.</param>
/// <param name="cookie">The session's cookie.</param>
/// <param name="context">The request.</param>
/// <param name="session">The session, with its changes written.</param>
/// <param name="cookieWasReplaced">Whether an earlier pass of the same request has made the browser's cookie obsolete.</param>
internal sealed class AnswerHeaders(SessionServices services, SessionCookie cookie, HttpContext context, RequestSession session, bool cookieWasReplaced)
{
    private bool _cookieIsCurrent;

    public void Send()
    {
        if (session.IsAvailable)
        {
            SendCookie();
            SendOwnWrites();
        }

        if (session.WasUsed)
        {
            AppendVary();
        }
    }

    /// <summary>Sends the cookie when the browser has none, or another, and expires what opens nothing any more.</summary>
    public void SendCookie()
    {
        if (_cookieIsCurrent)
        {
            return;
        }

        var isStored = session.Stored.Record is not null;
        if (session.Stored.WasCreated || (isStored && (cookieWasReplaced || session.Admission is not null)) || (session.Stored.WasExtended && IsPersistent()))
        {
            cookie.Send(context, session.Secret, session.Stored.Record is { IsPersistent: true } record ? record.ExpiresAt : null);
        }
        else if (!isStored && (cookieWasReplaced || (session.WasDead ? session.RenewsId : session.WasDestroyed)))
        {
            // When the session was dead already, whatever ended it has told the browser, perhaps with a new cookie. But who signs in again
            // may never have heard: with the dead cookie, its next requests would be refused as late.
            cookie.Expire(context);
        }
        else if (session.Admission is not { Secret: null })
        {
            return;
        }

        if (session.Admission is { } admission)
        {
            LegacyCookieExpiry.Send(context, admission.Source.Options.CookieName, admission.Origin);
        }

        _cookieIsCurrent = true;
        context.Response.Headers.CacheControl = "no-store";
    }

    private bool IsPersistent() => cookie.IsPersistent || session.Stored.Record is { IsPersistent: true };

    private void SendOwnWrites()
    {
        if (services.Options.Consistency == SessionConsistency.ReadYourWrites && session.Stored.LastToken is { } token)
        {
            cookie.SendOwnWrites(context, token);
            context.Response.Headers.CacheControl = "no-store";
        }
    }

    private void AppendVary()
    {
        var vary = context.Response.Headers.GetCommaSeparatedValues("Vary");
        if (!vary.Contains("Cookie", StringComparer.OrdinalIgnoreCase) && !vary.Contains("*"))
        {
            context.Response.Headers.AppendCommaSeparatedValues("Vary", "Cookie");
        }
    }
}
