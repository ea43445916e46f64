using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.UseSession;

/// <summary>Loads and creates sessions for Microsoft's session middleware.</summary>
internal sealed class MicrosoftSessionServices(
    SessionLoader loader, SessionDrafts drafts, CommitPlanner planner, CommitExecutor executor, SessionOperations operations, ItemTelemetry items, IOptions<DynamoSessionOptions> options)
{
    // The cookies by which a browser's own writes are recognized are only sent by DynamoSession's middleware.
    private readonly SessionConsistency _consistency =
        options.Value.Consistency == SessionConsistency.ReadYourWrites ? SessionConsistency.Strong : options.Value.Consistency;

    /// <exception cref="SessionStoreException">The table failed.</exception>
    public Task<LoadedSession> LoadAsync(string key, CancellationToken cancellationToken) => operations.Load.IsObserved || items.IsObserved
        ? LoadObservedAsync(key, cancellationToken)
        : loader.LoadAsync([key], _consistency, default, cancellationToken);

    public (SessionDraft Draft, SessionCommitter Committer) Start(LoadedSession loaded, string id, TimeSpan idleTimeout)
    {
        var draft = drafts.OfReusedId(loaded.Record, id, idleTimeout);

        // Microsoft's middleware neither destroys nor renews sessions, so a session that has ended is simply replaced.
        var state = new SessionState(drafts, LoadedSession.None, draft, isOptimistic: false);
        return (draft, new SessionCommitter(state, planner, executor, observer: null));
    }

    private async Task<LoadedSession> LoadObservedAsync(string key, CancellationToken cancellationToken)
    {
        var measured = operations.Load.Start();
        LoadedSession loaded;
        try
        {
            loaded = await loader.LoadAsync([key], _consistency, default, cancellationToken);
        }
        catch (Exception exception)
        {
            measured?.Fail(exception);
            throw;
        }

        measured?.Complete(LoadOutcomes.Of(loaded));
        if (loaded.Record is { } record)
        {
            items.Loaded(record);
        }

        return loaded;
    }
}
