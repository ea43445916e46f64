using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Retries;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Changes a field depending on what it is, again and again until no other request has committed in between.</summary>
internal sealed class SessionUpdate(ISessionTable table, Deadlines deadlines, ICallTiming timing)
{
    /// <param name="state">The request's state.</param>
    /// <param name="committer">Commits it.</param>
    /// <param name="terms">What the commits may do.</param>
    /// <param name="field">The field.</param>
    /// <param name="update">Returns the new value for the current one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
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

            // Other changes of an optimistic request rest on what it has read, which does not hold any more.
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
        var result = await deadlines.RunAsync(
            "load",
            token => table.LoadAsync(draft.Id, consistentRead: true, token).WaitAsync(token),
            cancellationToken);
        draft.Rebase(result.Record ?? throw new SessionGoneException(
            $"The session ended ({result.Status}) while one of its fields was to be updated; nothing was written. Let the user start a new session."));
    }
}
