using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Loads the session for a request's cookies, within one deadline whatever that takes.</summary>
internal sealed class RequestLoader(
    SessionCookie cookie,
    OwnWritesCookies ownWrites,
    SessionLoader loader,
    LeaseWait leases,
    Deadlines deadlines,
    LoadCircuit circuit,
    SessionOperations operations,
    SessionCounters counters,
    ItemTelemetry items,
    ISessionSource? source = null)
{
    private const string Operation = "load";

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public ValueTask<LoadedSession> LoadAsync(HttpContext context, PassHistory history, EndpointPolicy policy)
    {
        if (history is { Secrets: null, NothingFound: { } nothing })
        {
            return ValueTask.FromResult(nothing);
        }

        if (history.Preloaded is { } preloaded && policy.Concurrency != SessionConcurrency.Exclusive)
        {
            // Once: a later pass needs what this one stores.
            history.Preloaded = null;
            return ValueTask.FromResult(preloaded);
        }

        var secrets = history.Secrets ?? cookie.Read(context);
        if (counters.CountsRejectedIds && !history.IsLaterPass)
        {
            counters.IdRejected(LoadOutcomes.Malformed, cookie.CountMalformed(context));
        }

        var import = history.Secrets is null && source is not null && source.HasCookie(context) && cookie.MayBeSent(context) ? source : null;
        if (secrets.Count == 0 && import is null)
        {
            return ValueTask.FromResult(LoadedSession.None);
        }

        return FindAsync(context, secrets, history, policy, import);
    }

    private async ValueTask<LoadedSession> FindAsync(
        HttpContext context, IReadOnlyList<string> secrets, PassHistory history, EndpointPolicy policy, ISessionSource? source)
    {
        var loaded = await TryLoadAsync(context, secrets, history, policy, source);
        if (loaded.Record is null && secrets.Count > 0 && IsNavigation(context.Request))
        {
            loaded = ForNavigation(loaded);
        }

        history.NothingFound = loaded is { Record: null, Import: null, IsLeased: false } ? loaded : null;
        return loaded;
    }

    private async ValueTask<LoadedSession> TryLoadAsync(
        HttpContext context, IReadOnlyList<string> secrets, PassHistory history, EndpointPolicy policy, ISessionSource? source)
    {
        if (policy.Access == SessionAccess.Optional && !circuit.TryEnter())
        {
            throw new SessionStoreException("The session was not loaded, because recent loads timed out and this endpoint's session is optional. See their errors.");
        }

        var measured = operations.Load.Start();
        LoadedSession loaded;
        try
        {
            loaded = await LoadAsync(context, secrets, history, policy, source);
        }
        catch (SessionStoreException exception)
        {
            measured?.Fail(exception);
            if (exception.IsTimeout)
            {
                circuit.TimedOut();
            }
            else
            {
                circuit.Responded();
            }

            throw;
        }
        catch (Exception exception)
        {
            measured?.Fail(exception);
            throw;
        }

        circuit.Responded();
        measured?.Complete(LoadOutcomes.Of(loaded));
        if (loaded.Record is { } record)
        {
            items.Loaded(record);
        }

        return loaded;
    }

    private ValueTask<LoadedSession> LoadAsync(
        HttpContext context, IReadOnlyList<string> secrets, PassHistory history, EndpointPolicy policy, ISessionSource? source)
    {
        if (policy.Concurrency == SessionConcurrency.Exclusive && policy.Access != SessionAccess.ReadOnly)
        {
            return LoadExclusivelyAsync(context, secrets, source);
        }

        var consistency = history.IsLaterPass ? SessionConsistency.Strong : policy.Consistency;
        return deadlines.RunAsync(
            Operation,
            (Loader: this, context, secrets, consistency, source),
            static (load, token) => load.Loader.LoadAsync(load.context, load.secrets, load.consistency, load.source, token),
            CancellationToken.None);
    }

    private async ValueTask<LoadedSession> LoadAsync(
        HttpContext context, IReadOnlyList<string> secrets, SessionConsistency consistency, ISessionSource? source, CancellationToken cancellationToken)
    {
        var own = consistency == SessionConsistency.ReadYourWrites ? ownWrites.Read(context) : default;
        var loaded = await loader.FirstLiveAsync(secrets, consistency, own, cancellationToken);
        if (loaded.Record is not null || source is null || await source.FindAsync(context, cancellationToken) is not { } import)
        {
            return loaded;
        }

        return Combine(loaded, import, import.Record is { } record ? new LoadedSession(import.Secret, record) : LoadedSession.None);
    }

    /// <summary>Loads a session under a lease. Waiting for another request has a limit of its own.</summary>
    private async ValueTask<LoadedSession> LoadExclusivelyAsync(HttpContext context, IReadOnlyList<string> secrets, ISessionSource? source)
    {
        var limit = leases.StartLimit();
        var loaded = await leases.LoadAsync(secrets, limit, context.RequestAborted);
        if (loaded.Record is not null
            || loaded.IsLeased
            || source is null
            || await deadlines.RunAsync(Operation, token => source.FindAsync(context, token), CancellationToken.None) is not { } import)
        {
            return loaded;
        }

        return Combine(loaded, import, import.Secret is { } secret ? await leases.LoadAsync([secret], limit, context.RequestAborted) : LoadedSession.None);
    }

    private static LoadedSession Combine(LoadedSession own, ImportedSession import, LoadedSession imported) => imported with
    {
        Import = import,

        // If there is a live session, it doesn't matter that another cookie's session has ended.
        JustEnded = imported.Record is null && (imported.JustEnded || own.JustEnded || import.JustEnded),
        WasSignedOut = !import.JustEnded && (!imported.JustEnded || imported.WasSignedOut) && (!own.JustEnded || own.WasSignedOut),
        RenewedIds = [.. own.RenewedIds, .. imported.RenewedIds],
    };

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
}
