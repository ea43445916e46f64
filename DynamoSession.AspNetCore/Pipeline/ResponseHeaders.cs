using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Sets the headers that tell the browser and caches about the session.</summary>
internal sealed class ResponseHeaders(
    SessionCookie cookie, ICookieLifetime lifetime, OwnWritesCookies ownWrites, PlantedCookies planted, IOptions<DynamoSessionOptions> options)
{
    /// <summary>Sends the session's cookie if the browser has none or a different one, and expires cookies that no longer lead to a session.</summary>
    /// <param name="context">The request.</param>
    /// <param name="state">The session, whose changes have been written.</param>
    /// <param name="wasReplacedEarlier">Whether an earlier pass of the same request has replaced the browser's cookie.</param>
    /// <returns>Whether the cookie was sent or expired.</returns>
    public bool SendCookie(HttpContext context, SessionState state, bool wasReplacedEarlier)
    {
        var draft = state.Draft;
        var decision = new CookieFacts
        {
            IsStored = draft.Record is not null,
            HasNewId = draft.WasCreated,
            WasReplacedEarlier = wasReplacedEarlier,
            WasImported = state.Import is not null,
            HasNewPersistence = draft.HasNewPersistence,
            WasExtended = draft.WasExtended,
            OutlivesBrowser = draft.Record is { } stored && lifetime.OutlivesBrowser(stored),
            JustEnded = state.JustEnded,
            WasSignedOut = state.WasSignedOut,
            LeadsNowhere = state.LeadsNowhere,
            RenewsId = state.RenewsId,
            WasDestroyed = state.WasDestroyed,
        }.Decide();
        if (decision == CookieDecision.Leave && state.Import is not { Secret: null })
        {
            return false;
        }

        // First, so that the new cookie wins where a browser takes both for the same.
        foreach (var import in state.Imports)
        {
            cookie.ExpireOther(context, import.CookieName, import.BuildCookie(context));
        }

        switch (decision)
        {
            case CookieDecision.Send:
                cookie.Send(context, draft.Secret, draft.Record!);
                break;
            case CookieDecision.Expire:
                cookie.Expire(context);
                break;
        }

        context.Response.Headers.CacheControl = "no-store";
        return true;
    }

    /// <summary>Sends the cookies that let the browser's next requests see its own writes.</summary>
    public void SendOwnWrites(HttpContext context, SessionState state)
    {
        if (options.Value.Consistency == SessionConsistency.ReadYourWrites && state.Draft.LastToken is { } token)
        {
            ownWrites.Send(context, token);
            context.Response.Headers.CacheControl = "no-store";
        }
    }

    /// <summary>Expires cookies that were planted to hide the session's.</summary>
    public void ExpirePlanted(HttpContext context) => planted.ExpireAny(context);

    /// <summary>Marks the response as depending on the cookie.</summary>
    public static void AppendVary(HttpResponse response)
    {
        if (StringValues.IsNullOrEmpty(response.Headers.Vary))
        {
            response.Headers.Vary = "Cookie";
            return;
        }

        var vary = response.Headers.GetCommaSeparatedValues("Vary");
        if (!vary.Contains("Cookie", StringComparer.OrdinalIgnoreCase) && !vary.Contains("*"))
        {
            response.Headers.AppendCommaSeparatedValues("Vary", "Cookie");
        }
    }
}
