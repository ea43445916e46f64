using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using DynamoSession.Core.Retries;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Computes a field's new value from its current one and commits it, and starts again if another request committed in between.</summary>
internal sealed class SessionUpdate(ISessionTable table, Deadlines deadlines, ICallTiming timing, SessionOperations operations)
{
    /// <param name="state">The request's state.</param>
    /// <param name="committer">Commits the change.</param>
    /// <param name="terms">What the commits are allowed to do.</param>
    /// <param name="field">The field.</param>
    /// <param name="update">Returns the new value for the current one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SessionException">The change could not be committed.</exception>
    public async Task<T> UpdateAsync<T>(
        SessionState state,
        SessionCommitter committer,
        CommitTerms terms,
        SessionField<T> field,
        Func<T, T> update,
        CancellationToken cancellationToken)
    {
        using var turn = await committer.TakeTurnAsync(cancellationToken);
        await committer.SettleAsync(cancellationToken);
        var backoff = new Backoff(timing.PauseAsync, terms.IsAbandoned);
        while (true)
        {
            var fields = state.Draft.Fields;
            var before = fields.GetChange(field.Name);
            var value = update(fields.TryGet(field.Name, out var current, field.TypeInfo) ? current : field.CreateDefault());
            fields.Set(field.Name, value, field.TypeInfo);
            var (draft, outcome) = await committer.TryCommitAsync(terms with { RequiresLoadedVersion = true }, cancellationToken);
            var isOvertaken = outcome is { Failure: SessionConflictException, Write.State: WriteState.NotApplied };
            if (isOvertaken)
            {
                draft.Fields.RevertTaken(field.Name, before);
            }

            committer.Apply(draft, outcome);
            if (outcome.Failure is null)
            {
                return value;
            }

            // The other changes of an optimistic request are based on values that are now out of date.
            var isLost = !isOvertaken || (state.IsOptimistic && draft.HasChanges()) || !await backoff.WaitAsync(cancellationToken);
            if (isLost)
            {
                SessionCommitter.ThrowIfFailed(outcome);
            }

            await ReloadAsync(draft, cancellationToken);
        }
    }

    private async Task ReloadAsync(SessionDraft draft, CancellationToken cancellationToken)
    {
        var measured = operations.Load.Start();
        SessionLoadResult result;
        try
        {
            result = await deadlines.RunAsync(
                "load",
                token => table.LoadAsync(draft.Id, consistentRead: true, token).WaitAsync(token),
                cancellationToken);
        }
        catch (Exception exception)
        {
            measured?.Fail(exception);
            throw;
        }

        measured?.Complete(LoadOutcomes.Of(result));
        draft.Rebase(result.Record ?? throw new SessionGoneException(
            $"The session ended ({result.Status}) before one of its fields could be updated; nothing was written. Let the user start a new session."));
    }
}
