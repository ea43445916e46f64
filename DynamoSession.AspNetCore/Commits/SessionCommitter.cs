using System.Runtime.ExceptionServices;
using DynamoSession.AspNetCore.State;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// Commits what a request has marked, one commit at a time, so that each change is written once: anything marked during a commit is
/// left for the next one. Each commit takes the marks, plans, carries out the plan and applies the outcome to the state.
/// </summary>
/// <param name="state">The request's state.</param>
/// <param name="planner">Decides what a commit does.</param>
/// <param name="executor">Carries out the plan.</param>
/// <param name="observer">Is notified of the changes' outcome; null for no observer.</param>
internal sealed class SessionCommitter(SessionState state, CommitPlanner planner, CommitExecutor executor, ICommitObserver? observer)
{
    private readonly CommitTurns _turns = new();

    /// <summary>Returns whether a commit would certainly do nothing: nothing is marked, none is in progress, and the session is not to be extended.</summary>
    public bool HasNothingToCommit(CommitMoment moment) =>
        _turns.AreOver && state.IsUnmarked && (moment != CommitMoment.BeforeResponse || !planner.IsTouchDue(state.Draft));

    /// <summary>Commits the marked changes. It is safe to retry after a failure.</summary>
    /// <exception cref="DynamoSession.Core.SessionException">Not everything could be written.</exception>
    public async Task CommitAsync(CommitTerms terms, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(cancellationToken);
        await SettleAsync(cancellationToken);
        var (draft, outcome) = await TryCommitAsync(terms, cancellationToken);
        Apply(draft, outcome);
        ThrowIfFailed(outcome);
    }

    /// <summary>Extends the session if it is due, and writes nothing else.</summary>
    public Task TouchAsync() => _turns.AreOver && !planner.IsTouchDue(state.Draft) ? Task.CompletedTask : TouchInTurnAsync();

    private async Task TouchInTurnAsync()
    {
        using var turn = await _turns.TakeAsync();
        var draft = state.Draft;
        Apply(draft, await executor.ExecuteAsync(planner.PlanTouch(draft.Describe()), isAbandoned: null, CancellationToken.None));
    }

    /// <summary>Extends the session if it is due, while the request runs.</summary>
    public async Task KeepAliveAsync()
    {
        using var turn = await _turns.TakeAsync();
        var draft = state.Draft;
        var outcome = await executor.ExecuteAsync(planner.PlanKeepAlive(draft.Describe()), isAbandoned: null, CancellationToken.None);
        if (outcome.Extended is { } extended)
        {
            draft.KeepAlive(extended);
        }
    }

    /// <summary>Discards everything that is marked and not committed, because the request failed.</summary>
    public async Task DiscardAsync()
    {
        using var turn = await _turns.TakeAsync();
        Discard();
    }

    /// <summary>Discards everything that is marked and not committed, unless a commit is in progress.</summary>
    /// <returns>Whether it was discarded.</returns>
    public bool TryDiscard()
    {
        using var turn = _turns.TryTake();
        if (turn is null)
        {
            return false;
        }

        Discard();
        return true;
    }

    /// <summary>Waits until no commit is in progress.</summary>
    public Task WhenIdleAsync() => _turns.WhenOverAsync();

    /// <summary>Waits for a turn in which <see cref="TryCommitAsync"/> can be called several times.</summary>
    /// <returns>The turn, which ends when it is disposed.</returns>
    public Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) => _turns.TakeAsync(cancellationToken);

    /// <summary>Repeats the write that is in doubt, if there is one. The caller must hold the turn.</summary>
    /// <exception cref="DynamoSession.Core.SessionException">The write is still in doubt, or was refused.</exception>
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
    /// Commits the marked changes without updating the state; <see cref="Apply"/> must follow. The caller must hold the turn, and no write
    /// may be in doubt.
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

    /// <summary>Applies the outcome of a commit to the state.</summary>
    public void Apply(SessionDraft draft, CommitOutcome outcome)
    {
        if (outcome.Write is { } result)
        {
            draft.Apply(result);
            if (result.State == WriteState.Applied)
            {
                state.OnWritten(result.Write!);
                observer?.OnWritten(result.Write!);
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

        state.OnDestroyed(outcome.Destroyed);
        if (state.HeldLease is null)
        {
            state.LeaveQueue();
        }
    }

    /// <summary>Throws the failure of a commit, if there is one.</summary>
    public static void ThrowIfFailed(CommitOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Discard()
    {
        observer?.OnDiscarded(state.Draft.Fields.GetChanges());
        state.Discard();
    }
}
