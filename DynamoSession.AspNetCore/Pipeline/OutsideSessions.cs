using DynamoSession.AspNetCore.Policies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// Changes the session of a request outside the middleware: in front of it, or at an endpoint without a session. The change is committed at
/// once, and the middleware, if the request comes to it, uses the result.
/// </summary>
internal sealed class OutsideSessions(RequestLoader loader, RequestSessions sessions, ResponseHeaders headers, SessionLog log, IOptions<DynamoSessionOptions> options)
{
    private static readonly EndpointPolicy Policy = new(SessionAccess.Required, SessionConsistency.Strong, SessionConcurrency.Merge);

    /// <summary>Finds the session of a request that has not come to the middleware yet. The middleware uses it, so that it is loaded only once.</summary>
    /// <returns>The session; null if the cookie leads to none, or if it could not be loaded and the endpoint's session is optional.</returns>
    /// <exception cref="SessionStoreException">The session could not be loaded.</exception>
    public async Task<SessionRecord?> FindAsync(HttpContext context)
    {
        var history = PassHistory.Of(context);
        if (history.Preloaded is { } preloaded)
        {
            return preloaded.Record;
        }

        var policy = EndpointPolicy.Of(context.GetEndpoint(), options.Value);
        try
        {
            history.Preloaded = await loader.LoadAsync(context, history, policy with
            {
                // Before routing, the endpoint's own setting is not known.
                Consistency = context.GetEndpoint() is null ? SessionConsistency.Strong : policy.Consistency,

                // An exclusive request loads its session again when it has the lease.
                Concurrency = SessionConcurrency.Merge,
            });
        }
        catch (SessionStoreException failure) when (policy.Access == SessionAccess.Optional)
        {
            log.Logger.OptionalLoadFailed(failure.Message, failure);
            history.StoreFailed = true;
            return null;
        }

        return history.Preloaded.Record;
    }

    /// <exception cref="SessionException">The session could not be loaded, or the change could not be written.</exception>
    /// <exception cref="InvalidOperationException">The response has started, so that no cookie can be sent.</exception>
    public async Task ChangeAsync(HttpContext context, Func<RequestSession, Task> change)
    {
        if (context.Response.HasStarted)
        {
            throw new InvalidOperationException("The session cannot be changed after the response has started, because its cookie can no longer be sent.");
        }

        var history = PassHistory.Of(context);
        var wasReplacedEarlier = history.Secrets is not null;
        var (session, commit, _) = sessions.Create(context, Policy, await loader.LoadAsync(context, history, Policy), isAvailable: true);
        try
        {
            await change(session);
            await commit.BeforeResponseAsync(isStreaming: false);
        }
        finally
        {
            session.HasEnded = true;
        }

        headers.SendCookie(context, session.State, wasReplacedEarlier);
        headers.SendOwnWrites(context, session.State);
        if (commit.HasReplacedCookie)
        {
            history.ReplaceCookie(session.State.Draft is { Record: not null, Secret: var secret } ? secret : null);
        }
    }
}
