using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields.Values;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Decides when a request's session is committed, and how a failure affects its endpoint.</summary>
internal sealed class RequestCommit(
    HttpContext context,
    SessionState state,
    SessionCommitter committer,
    SessionUpdate update,
    Deadlines deadlines,
    SessionCookie cookie,
    ISessionSource? source,
    SessionLog log,
    EndpointPolicy policy,
    bool isAvailable)
{
    /// <summary>Gets why the last explicit commit failed; null if none has failed.</summary>
    public SessionException? Failure { get; private set; }

    /// <summary>
    /// Gets whether a commit has timed out. The response has then waited for the table for as long as it may, and doesn't wait for it again.
    /// </summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>Gets whether the request's cookie is no longer valid, because this pass has stored a new session or destroyed the previous one.</summary>
    public bool HasReplacedCookie => state.Draft.WasCreated || (state.WasDestroyed && !state.HasSessionsToDestroy);

    /// <summary>Commits before the response starts.</summary>
    /// <param name="isStreaming">Whether the endpoint goes on after the response has started.</param>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public async Task BeforeResponseAsync(bool isStreaming)
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
            await CommitAsync(CommitMoment.BeforeResponse, CancellationToken.None, isStreaming);
        }
        catch (SessionStoreException exception) when (policy.Access == SessionAccess.Optional && !state.ChangesIdentity)
        {
            log.Logger.OptionalCommitFailed(exception.Message, exception);
            await committer.DiscardAsync();
        }
    }

    /// <summary>Extends the session if it is due, while the endpoint runs.</summary>
    public Task KeepAliveAsync() => isAvailable ? committer.KeepAliveAsync() : Task.CompletedTask;

    /// <summary>Discards everything that is marked and not committed, because the request failed.</summary>
    public Task DiscardAsync() => committer.DiscardAsync();

    /// <inheritdoc cref="SessionCommitter.TryDiscard"/>
    public bool TryDiscard() => committer.TryDiscard();

    /// <summary>Waits until no commit is in progress, because the request has ended.</summary>
    public Task WhenIdleAsync() => committer.WhenIdleAsync();

    /// <summary>Commits the changes made after the response had started.</summary>
    /// <exception cref="SessionException">The changes could not be written.</exception>
    public Task AfterResponseAsync() => isAvailable && policy.Access != SessionAccess.ReadOnly
        ? CommitAsync(CommitMoment.AfterResponse, CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Names what a commit would write; null if there is nothing.</summary>
    public string? DescribeChanges()
    {
        try
        {
            return state switch
            {
                _ when state.Draft.Fields.GetChanges() is { IsEmpty: false } changes => changes.Fields.Count == 0 ? "all" : string.Join(", ", changes.Fields.Keys),
                { HasSessionsToDestroy: true } or { RenewsId: true } => "none",
                _ => state.Draft.HasChanges() ? "none" : null,
            };
        }
        catch (ArgumentException exception)
        {
            // DynamoDB can't store one of them; the message names it.
            return exception.Message;
        }
    }

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

    // Most requests only read their session.
    private Task CommitAsync(CommitMoment moment, CancellationToken cancellationToken, bool isStreaming = false) =>
        committer.HasNothingToCommit(moment) ? Task.CompletedTask : CommitMarksAsync(Terms(moment) with { IsStreaming = isStreaming }, cancellationToken);

    // A commit at the gate is not canceled with the request: a client that disconnects must not leave it in doubt.
    private async Task CommitMarksAsync(CommitTerms terms, CancellationToken cancellationToken)
    {
        DestroyWithoutConsent();
        try
        {
            await FindOthersToDestroyAsync(cancellationToken);
            await committer.CommitAsync(terms, cancellationToken);
        }
        catch (SessionStoreException exception)
        {
            HasTimedOut |= exception.IsTimeout;
            throw;
        }
    }

    /// <summary>Looks for sessions of other packages, whose cookies would sign the browser in again after a sign-out.</summary>
    private async Task FindOthersToDestroyAsync(CancellationToken cancellationToken)
    {
        if (source is not null && state is { WasDestroyed: true, Others: null } && source.HasCookie(context))
        {
            state.DestroyOthers(await deadlines.RunAsync("load", token => source.FindOthersAsync(context, state.Import, token), cancellationToken));
        }
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

    private CommitTerms Terms(CommitMoment moment) => new(moment, cookie.MayBeSent(context)) { ResponseHasStarted = context.Response.HasStarted, IsAbandoned = HasClientGone };

    private bool HasClientGone() => context.RequestAborted.IsCancellationRequested;

    private async Task<T> RecordFailureAsync<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (SessionException exception)
        {
            Failure = exception;
            HasTimedOut |= exception is SessionStoreException { IsTimeout: true };
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
