using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Creates the session of a request, with what commits it and keeps it alive.</summary>
internal sealed class RequestSessions(
    SessionDrafts drafts,
    CommitPlanner planner,
    CommitExecutor executor,
    SessionUpdate update,
    Deadlines deadlines,
    SessionCookie cookie,
    ICookieLifetime lifetime,
    ISessionIdentity identity,
    SessionExpiry expiry,
    SessionLimitations limitations,
    SessionLog log,
    ISessionSource? source = null)
{
    /// <param name="context">The request.</param>
    /// <param name="policy">The policy of its endpoint.</param>
    /// <param name="loaded">The session that was found for its cookies.</param>
    /// <param name="isAvailable">Whether the session could be loaded.</param>
    public PassSession Create(HttpContext context, EndpointPolicy policy, LoadedSession loaded, bool isAvailable)
    {
        var state = new SessionState(drafts, loaded, drafts.Of(loaded), policy.IsOptimistic);
        var committer = new SessionCommitter(state, planner, executor, context.Features.Get<ICommitObserver>());
        var commit = new RequestCommit(context, state, committer, update, deadlines, cookie, source, log, policy, isAvailable);
        var session = new RequestSession(state, commit, policy, limitations, identity, expiry, lifetime, context.Response, isAvailable);
        return new PassSession(session, commit, new KeepAlive(state, commit, expiry));
    }
}
