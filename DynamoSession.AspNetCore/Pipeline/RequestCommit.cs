using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields.Values;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Decides when a request's session is committed, and how a failure affects its endpoint.</summary>
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
    private IExceptionHandlerFeature? _handledError = context.Features.Get<IExceptionHandlerFeature>();
    private int _featuresSeen = context.Features.Revision;

    /// <summary>Gets why the last explicit commit failed; null if none has failed.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>Gets whether the request's cookie is no longer valid, because this pass has stored a new session or destroyed the previous one.</summary>
    public bool HasReplacedCookie => state.Draft.WasCreated || (state.WasDestroyed && !state.HasSessionsToDestroy);

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
            WarnOfReadOnlyMutations();
            await committer.TouchAsync();
            return;
        }

        try
        {
            await CommitAsync(CommitMoment.BeforeResponse, CancellationToken.None);
        }
        catch (SessionStoreException exception) when (policy.Access == SessionAccess.Optional && !state.ChangesIdentity)
        {
            log.Logger.OptionalCommitFailed(exception);
            await committer.DiscardAsync();
        }
    }

    /// <summary>
    /// Discards what the pipeline behind the session has marked once an exception of it is handed to a handler there. What the handler marks
    /// is committed.
    /// </summary>
    public void DiscardFailed()
    {
        // Called for each use of the session; the revision changes whenever a feature is set.
        if (context.Features.Revision != _featuresSeen && FindNewError() is { } error && committer.TryDiscard())
        {
            _handledError = error;
            log.Logger.FailedRequestDiscarded();
        }
    }

    /// <inheritdoc cref="DiscardFailed"/>
    public async Task DiscardFailedAsync()
    {
        if (FindNewError() is { } error)
        {
            await committer.DiscardAsync();
            _handledError = error;
            log.Logger.FailedRequestDiscarded();
        }
    }

    /// <summary>Waits until no commit is in progress, because the request has ended.</summary>
    public Task WhenIdleAsync() => committer.WhenIdleAsync();

    /// <summary>Commits the changes made after the response had started.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public Task AfterResponseAsync() => isAvailable && policy.Access != SessionAccess.ReadOnly
        ? CommitAsync(CommitMoment.AfterResponse, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Commits the changes made so far, because the application has called for it.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public Task ExplicitlyAsync(CancellationToken cancellationToken) =>
        RecordFailureAsync(async () =>
        {
            await CommitAsync(CommitMoment.Explicit, cancellationToken);
            return true;
        });

    /// <summary>Computes a field's new value from its current one, and commits it immediately.</summary>
    /// <exception cref="SessionException">The change could not be committed.</exception>
    public Task<T> UpdateAsync<T>(SessionField<T> field, Func<T, T> change, CancellationToken cancellationToken) =>
        RecordFailureAsync(() =>
        {
            DestroyWithoutConsent();
            return update.UpdateAsync(state, committer, Terms(CommitMoment.Explicit), field, change, cancellationToken);
        });

    // A commit at the gate is not canceled with the request: a client that disconnects must not leave it in doubt.
    private Task CommitAsync(CommitMoment moment, CancellationToken cancellationToken)
    {
        DestroyWithoutConsent();
        return committer.CommitAsync(Terms(moment), cancellationToken);
    }

    private void DestroyWithoutConsent()
    {
        if (state is { RenewsId: true, Draft.Record: not null } && !cookie.MayBeSent(context))
        {
            // The new id could not be sent to the browser, and the previous one must not remain valid.
            log.Logger.ConsentMissing();
            state.Destroy();
        }
    }

    private CommitTerms Terms(CommitMoment moment) => new(moment, cookie.MayBeSent(context)) { ResponseHasStarted = context.Response.HasStarted, IsAbandoned = _clientHasGone };

    private IExceptionHandlerFeature? FindNewError()
    {
        _featuresSeen = context.Features.Revision;
        return context.Features.Get<IExceptionHandlerFeature>() is { } error && !ReferenceEquals(error, _handledError) ? error : null;
    }

    private async Task<T> RecordFailureAsync<T>(Func<Task<T>> commit)
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

    private void WarnOfReadOnlyMutations()
    {
        var changes = state.Draft.Fields.GetChanges();
        if (!changes.IsEmpty)
        {
            log.Logger.ReadOnlyMutation(string.Join(", ", changes.Fields.Keys.Select(PrintableText.Of)));
        }
    }
}
