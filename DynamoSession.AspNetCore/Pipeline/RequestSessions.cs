using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Puts together what one request needs of its session.</summary>
internal sealed class RequestSessions(
    SessionDrafts drafts,
    CommitPlanner planner,
    CommitExecutor executor,
    SessionUpdate update,
    SessionCookie cookie,
    ICookieLifetime lifetime,
    ISessionIdentity identity,
    SessionExpiry expiry,
    SessionLimitations limitations,
    SessionLog log,
    ISessionSource? source = null)
{
    /// <param name="context">The request.</param>
    /// <param name="policy">What its endpoint does with the session.</param>
    /// <param name="loaded">What its cookie led to.</param>
    /// <param name="isAvailable">Whether the session could be loaded.</param>
    public (RequestSession Session, RequestCommit Commit) Create(HttpContext context, EndpointPolicy policy, LoadedSession loaded, bool isAvailable)
    {
        var state = new SessionState(drafts, loaded, drafts.Of(loaded), policy.IsOptimistic);
        var committer = new SessionCommitter(state, planner, executor, context.Features.Get<ICommitObserver>());
        var commit = new RequestCommit(context, state, committer, update, cookie, source, log, policy, isAvailable);
        return (new RequestSession(state, commit, policy, limitations, identity, expiry, lifetime, context.Response, isAvailable), commit);
    }
}
