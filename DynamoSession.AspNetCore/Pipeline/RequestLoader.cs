using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Loads the session for a request's cookies.</summary>
internal sealed class RequestLoader(SessionCookie cookie, OwnWritesCookies ownWrites, SessionLoader loader, LeaseWait leases, ISessionSource? source = null)
{
    /// <exception cref="SessionStoreException">The table failed.</exception>
    public async Task<LoadedSession> LoadAsync(HttpContext context, PassHistory history, EndpointPolicy policy)
    {
        var consistency = history.IsLaterPass ? SessionConsistency.Strong : policy.Consistency;
        var secrets = history.Secrets ?? cookie.Read(context);
        var loaded = await LoadAsync(context, secrets, policy, consistency);
        if (source is not null && history.Secrets is null)
        {
            loaded = await ImportAsync(source, context, loaded, policy);
        }

        return loaded.Record is null && secrets.Count > 0 && IsNavigation(context.Request) ? ForNavigation(loaded) : loaded;
    }

    /// <summary>Returns whether the browser shows the response as its next page.</summary>
    /// <remarks>Fetch Metadata Request Headers, https://www.w3.org/TR/fetch-metadata/.</remarks>
    private static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] == "navigate" && (request.Headers["Sec-Fetch-Dest"].Count == 0 || request.Headers["Sec-Fetch-Dest"] == "document");

    /// <summary>
    /// A navigation with an id that was signed out is not late: the browser sends the id because it has never received the response to the
    /// sign-out. A cookie that leads nowhere is expired by the next page, so that its lookup is paid once.
    /// </summary>
    private static LoadedSession ForNavigation(LoadedSession loaded)
    {
        var justEnded = loaded is { JustEnded: true, WasSignedOut: false };
        return loaded with { JustEnded = justEnded, LeadsNowhere = loaded is { IsLeased: false, IsUnreadable: false } && !justEnded };
    }

    private async Task<LoadedSession> ImportAsync(ISessionSource source, HttpContext context, LoadedSession loaded, EndpointPolicy policy)
    {
        var mayImport = loaded.Record is null && !loaded.IsLeased && cookie.MayBeSent(context);
        if (!mayImport || await source.FindAsync(context) is not { } import)
        {
            return loaded;
        }

        var imported = import.Secret is { } secret ? await LoadAsync(context, [secret], policy, SessionConsistency.Strong) : LoadedSession.None;
        return imported with
        {
            Import = import,

            // If there is a live session, it doesn't matter that another cookie's session has ended.
            JustEnded = imported.Record is null && (imported.JustEnded || loaded.JustEnded || import.JustEnded),
            WasSignedOut = !import.JustEnded && (!imported.JustEnded || imported.WasSignedOut) && (!loaded.JustEnded || loaded.WasSignedOut),
            EndedIds = [.. loaded.EndedIds, .. imported.EndedIds],
        };
    }

    private Task<LoadedSession> LoadAsync(HttpContext context, IReadOnlyList<string> secrets, EndpointPolicy policy, SessionConsistency consistency)
    {
        if (secrets.Count == 0)
        {
            return Task.FromResult(LoadedSession.None);
        }

        if (policy.Concurrency == SessionConcurrency.Exclusive && policy.Access != SessionAccess.ReadOnly)
        {
            return leases.LoadAsync(secrets, context.RequestAborted);
        }

        var own = consistency == SessionConsistency.ReadYourWrites ? ownWrites.Read(context) : default;
        return loader.LoadAsync(secrets, consistency, own, CancellationToken.None);
    }
}
