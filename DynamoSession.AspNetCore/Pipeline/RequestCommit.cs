using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>When a request's session is committed, and what a failure means to its endpoint.</summary>
internal sealed class RequestCommit(
    HttpContext context,
    SessionState state,
    SessionCommitter committer,
    SessionUpdate update,
    SessionCookie cookie,
    ISessionSource? source,
    SessionLog log,
    EndpointPolicy policy,
    bool isAvailable)
{
    private readonly Func<bool> _clientHasGone = () => context.RequestAborted.IsCancellationRequested;

    /// <summary>Gets why the last explicit commit failed; null when none has.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>Gets whether the request's cookie counts no more, because this pass has stored a new session or ended the old one.</summary>
    public bool HasReplacedCookie => state.Draft.WasCreated || (state.WasDestroyed && !state.HasEnds);

    /// <summary>Commits before the response starts.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public async Task BeforeResponseAsync()
    {
        if (!isAvailable)
        {
            return;
        }

        if (source is not null && state is { Import: null, RenewsId: false, Draft.Record: { } record })
        {
            await source.AfterReturnAsync(record);
        }

        if (policy.Access == SessionAccess.ReadOnly)
        {
            WarnOfDroppedMutations();
            await committer.TouchAsync();
            return;
        }

        try
        {
            await CommitAsync(CommitMoment.BeforeResponse, CancellationToken.None);
        }
        catch (SessionStoreException exception) when (policy.Access == SessionAccess.Optional)
        {
            log.Logger.OptionalCommitFailed(exception);
            await committer.DiscardAsync();
        }
    }

    /// <summary>Drops all that was marked and is not committed, because the request failed.</summary>
    public Task DiscardAsync() => committer.DiscardAsync();

    /// <summary>Waits until no commit is on its way, because the request is over.</summary>
    public Task WhenIdleAsync() => committer.WhenIdleAsync();

    /// <summary>Commits what was changed after the response had started.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public Task AfterResponseAsync() => isAvailable && policy.Access != SessionAccess.ReadOnly
        ? CommitAsync(CommitMoment.AfterResponse, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Writes the changes so far, because the application has asked for it.</summary>
    /// <exception cref="SessionException">They could not be written.</exception>
    public Task ExplicitlyAsync(CancellationToken cancellationToken) =>
        NotingFailureAsync(async () =>
        {
            await CommitAsync(CommitMoment.Explicit, cancellationToken);
            return true;
        });

    /// <summary>Changes a field depending on what it is, and commits it at once.</summary>
    /// <exception cref="SessionException">The change could not be committed.</exception>
    public Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> change, CancellationToken cancellationToken) =>
        NotingFailureAsync(() =>
        {
            EndWithoutConsent();
            return update.UpdateAsync(state, committer, Terms(CommitMoment.Explicit), field, change, cancellationToken);
        });

    // At the gate never tied to the request: a client that leaves must not leave its commit in doubt.
    private Task CommitAsync(CommitMoment moment, CancellationToken cancellationToken)
    {
        EndWithoutConsent();
        return committer.CommitAsync(Terms(moment), cancellationToken);
    }

    private void EndWithoutConsent()
    {
        if (state is { RenewsId: true, Draft.Record: not null } && !cookie.MayBeSent(context))
        {
            // A new id would reach nobody, and the old one must not stay.
            log.Logger.ConsentMissing();
            state.Destroy();
        }
    }

    private CommitTerms Terms(CommitMoment moment) => new(moment, cookie.MayBeSent(context)) { ResponseHasStarted = context.Response.HasStarted, IsAbandoned = _clientHasGone };

    private async Task<T> NotingFailureAsync<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (SessionException exception)
        {
            Failure = exception;
            throw;
        }
    }

    private void WarnOfDroppedMutations()
    {
        var changes = state.Draft.Fields.GetChanges();
        if (!changes.IsEmpty)
        {
            log.Logger.ReadOnlyMutation(string.Join(", ", changes.Fields.Keys));
        }
    }
}
