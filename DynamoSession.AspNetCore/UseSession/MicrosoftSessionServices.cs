using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.UseSession;

/// <summary>Loads and starts sessions that live by Microsoft's rules.</summary>
internal sealed class MicrosoftSessionServices(
    SessionLoader loader, SessionDrafts drafts, CommitPlanner planner, CommitExecutor executor, IOptions<DynamoSessionOptions> options)
{
    // The cookies by which a browser's own writes are recognised are our middleware's.
    private readonly SessionConsistency _consistency =
        options.Value.Consistency == SessionConsistency.ReadYourWrites ? SessionConsistency.Strong : options.Value.Consistency;

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public Task<LoadedSession> LoadAsync(string key, CancellationToken cancellationToken) => loader.LoadAsync([key], _consistency, default, cancellationToken);

    public (SessionDraft Draft, SessionCommitter Committer) Start(LoadedSession loaded, string id, TimeSpan idleTimeout)
    {
        var draft = drafts.OfReusedId(loaded.Record, id, idleTimeout);

        // Microsoft's session is neither ended nor renewed, so that one the id of which is dead is just replaced.
        var state = new SessionState(drafts, LoadedSession.None, draft, isOptimistic: false);
        return (draft, new SessionCommitter(state, planner, executor, observer: null));
    }
}
