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
    public Task<LoadedSession> LoadAsync(HttpContext context, PassHistory history, EndpointPolicy policy)
    {
        var consistency = history.IsLaterPass ? SessionConsistency.Strong : policy.Consistency;
        var loading = LoadAsync(context, history.Secrets ?? cookie.Read(context), policy, consistency);
        return source is not null && history.Secrets is null ? LoadOrImportAsync(source, context, loading, policy) : loading;
    }

    private async Task<LoadedSession> LoadOrImportAsync(ISessionSource source, HttpContext context, Task<LoadedSession> loading, EndpointPolicy policy)
    {
        var loaded = await loading;
        var mayImport = loaded.Record is null && !loaded.IsLeased && cookie.MayBeSent(context);
        if (!mayImport || await source.FindAsync(context) is not { } import)
        {
            return loaded;
        }

        var imported = import.Secret is { } secret ? await LoadAsync(context, [secret], policy, SessionConsistency.Strong) : LoadedSession.None;

        // If there is a live session, it doesn't matter that another cookie's session has ended.
        var justEnded = imported.Record is null && (imported.JustEnded || loaded.JustEnded || import.JustEnded);
        return imported with { Import = import, JustEnded = justEnded };
    }

    private Task<LoadedSession> LoadAsync(HttpContext context, IReadOnlyList<string> secrets, EndpointPolicy policy, SessionConsistency consistency)
    {
        if (secrets.Count == 0)
        {
            return Task.FromResult(LoadedSession.None);
        }

        if (policy.Concurrency == SessionConcurrency.Exclusive && policy.Access != SessionAccess.ReadOnly)
        {
            return leases.LoadAsync(secrets);
        }

        var own = consistency == SessionConsistency.ReadYourWrites ? ownWrites.Read(context) : default;
        return loader.LoadAsync(secrets, consistency, own, CancellationToken.None);
    }
}
