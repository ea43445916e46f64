using System.Runtime.ExceptionServices;
using DynamoSession.AspNetCore.State;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// Commits what a request has marked, one commit at a time: what is marked while one is being written goes into the next, and each change
/// is written once. A commit takes the marks, plans, carries the plan out, and tells the state what came of it.
/// </summary>
/// <param name="state">The request's state.</param>
/// <param name="planner">Decides what a commit does.</param>
/// <param name="executor">Does it.</param>
/// <param name="observer">Is told what becomes of the changes; null for no observer.</param>
internal sealed class SessionCommitter(SessionState state, CommitPlanner planner, CommitExecutor executor, ICommitObserver? observer)
{
    private readonly CommitTurns _turns = new();

    /// <summary>Commits what is marked. Trying again after a failure is safe.</summary>
    /// <exception cref="DynamoSession.Core.SessionException">It could not be written, or not all of it.</exception>
    public async Task CommitAsync(CommitTerms terms, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(cancellationToken);
        await SettleAsync(cancellationToken);
        var (draft, outcome) = await TryCommitAsync(terms, cancellationToken);
        Apply(draft, outcome);
        ThrowIfFailed(outcome);
    }

    /// <summary>Extends the session if that is due, and writes nothing else.</summary>
    public async Task TouchAsync()
    {
        using var turn = await _turns.TakeAsync();
        var draft = state.Draft;
        Apply(draft, await executor.ExecuteAsync(planner.PlanTouch(draft.Describe()), isAbandoned: null, CancellationToken.None));
    }

    /// <summary>Drops all that was marked and is not committed, because the request failed.</summary>
    public async Task DiscardAsync()
    {
        using var turn = await _turns.TakeAsync();
        observer?.Discarded(state.Draft.Fields.GetChanges());
        state.Discard();
    }

    /// <summary>Waits until no commit is on its way.</summary>
    public async Task WhenIdleAsync()
    {
        using var turn = await _turns.TakeAsync();
    }

    /// <summary>Waits for the turn to commit several times, by <see cref="TryCommitAsync"/>.</summary>
    /// <returns>What gives the turn back.</returns>
    public Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) => _turns.TakeAsync(cancellationToken);

    /// <summary>Repeats the write whose answer got lost, if there is one. Needs the turn.</summary>
    /// <exception cref="DynamoSession.Core.SessionException">It is still in doubt, or was refused.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (state.Draft is { InDoubt: { } inDoubt } draft)
        {
            var outcome = await executor.RepeatAsync(inDoubt, cancellationToken);
            Apply(draft, outcome);
            ThrowIfFailed(outcome);
        }
    }

    /// <summary>
    /// Commits what is marked, without telling the state of it; <see cref="Apply"/> must follow. Needs the turn, and nothing in doubt.
    /// </summary>
    public async Task<(SessionDraft Draft, CommitOutcome Outcome)> TryCommitAsync(CommitTerms terms, CancellationToken cancellationToken)
    {
        var (draft, marks) = state.Take(terms.RequiresLoadedVersion);
        CommitPlan plan;
        try
        {
            plan = planner.Plan(marks, terms);
        }
        catch
        {
            draft.PutBack();
            throw;
        }

        return (draft, await executor.ExecuteAsync(plan, terms.IsAbandoned, cancellationToken));
    }

    /// <summary>Tells the state what came of a commit.</summary>
    public void Apply(SessionDraft draft, CommitOutcome outcome)
    {
        if (outcome.Write is { } result)
        {
            draft.Apply(result);
            if (result.State == WriteState.Applied)
            {
                state.Written(result.Write!);
                observer?.Written(result.Write!);
            }
        }
        else
        {
            draft.PutBack();
        }

        if (outcome.Extended is { } extended)
        {
            draft.Extend(extended);
        }

        state.Ended(outcome.Ended);
    }

    /// <summary>Throws what the caller of a commit is to be told.</summary>
    public static void ThrowIfFailed(CommitOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
