using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Tells the browser, and caches on the way, what has become of the session.</summary>
internal sealed class ResponseHeaders(SessionCookie cookie, ICookieLifetime lifetime, OwnWritesCookies ownWrites, IOptions<DynamoSessionOptions> options)
{
    /// <summary>Sends the session's cookie where the browser has none, or another, and expires what opens nothing any more.</summary>
    /// <param name="context">The request.</param>
    /// <param name="state">The session, with its changes written.</param>
    /// <param name="wasReplacedEarlier">Whether an earlier pass of the same request has made the browser's cookie obsolete.</param>
    /// <returns>Whether the browser was told anything.</returns>
    public bool SendCookie(HttpContext context, SessionState state, bool wasReplacedEarlier)
    {
        var draft = state.Draft;
        var decision = new CookieFacts
        {
            IsStored = draft.Record is not null,
            HasNewId = draft.WasCreated,
            WasReplacedEarlier = wasReplacedEarlier,
            WasImported = state.Import is not null,
            WasExtended = draft.WasExtended,
            OutlivesBrowser = draft.Record is { } stored && lifetime.OutlivesBrowser(stored),
            WasDead = state.WasDead,
            RenewsId = state.RenewsId,
            WasDestroyed = state.WasDestroyed,
        }.Decide();
        switch (decision)
        {
            case CookieDecision.Send:
                cookie.Send(context, draft.Secret, draft.Record!);
                break;
            case CookieDecision.Expire:
                cookie.Expire(context);
                break;
            case CookieDecision.Leave when state.Import is not { Secret: null }:
                return false;
        }

        state.Import?.ExpireCookie(context);
        context.Response.Headers.CacheControl = "no-store";
        return true;
    }

    /// <summary>Sends the cookies by which the browser's next requests find its own writes.</summary>
    public void SendOwnWrites(HttpContext context, SessionState state)
    {
        if (options.Value.Consistency == SessionConsistency.ReadYourWrites && state.Draft.LastToken is { } token)
        {
            ownWrites.Send(context, token);
            context.Response.Headers.CacheControl = "no-store";
        }
    }

    /// <summary>Says that the response depends on the cookie.</summary>
    public static void AppendVary(HttpResponse response)
    {
        var vary = response.Headers.GetCommaSeparatedValues("Vary");
        if (!vary.Contains("Cookie", StringComparer.OrdinalIgnoreCase) && !vary.Contains("*"))
        {
            response.Headers.AppendCommaSeparatedValues("Vary", "Cookie");
        }
    }
}
