using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Carries out a plan and returns the outcome. It doesn't access the request's state.</summary>
internal sealed class CommitExecutor(
    ISessionTable table,
    SessionWrites writes,
    WriteSender sender,
    SessionRenewal renewal,
    SessionTouch touch,
    WriteRetry retry,
    Deadlines deadlines,
    TimeProvider clock,
    IOptions<DynamoSessionOptions> options,
    SessionOperations operations,
    ItemTelemetry items,
    SessionLog log,
    ISessionSource? source = null)
{
    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isAbandoned">Returns whether the client has disconnected, so that a conflict isn't retried; null for never.</param>
    /// <param name="cancellationToken">Cancels the wait; a write that has been sent is then in doubt.</param>
    public Task<CommitOutcome> ExecuteAsync(CommitPlan plan, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        if (plan.Refusal is { } refusal)
        {
            log.Logger.LateWriteRefused(new SessionTag(plan.Marks.Id, log.Identity));
            return Task.FromResult(new CommitOutcome { Failure = refusal });
        }

        if (plan.LacksConsent)
        {
            log.Logger.ConsentMissing();
        }

        return plan switch
        {
            { Writes: true } => WriteAsync(plan, isAbandoned, cancellationToken),
            { TouchUntil: { } until, Marks.Loaded: { } record } => TouchAsync(record, until),
            _ => Task.FromResult(new CommitOutcome()),
        };
    }

    /// <summary>Repeats a write whose response was lost, with the same token.</summary>
    /// <param name="inDoubt">The write.</param>
    /// <param name="cancellationToken">Cancels the wait; the write is then still in doubt.</param>
    public async Task<CommitOutcome> RepeatAsync(WriteResult inDoubt, CancellationToken cancellationToken)
    {
        if (inDoubt.Write is UpdateWrite && clock.GetElapsedTime(inDoubt.SentAt) + options.Value.IOTimeout > SessionRules.LongestIO)
        {
            // The record may no longer contain the token, so the write could be applied twice. (A new session's id is used only once anyway.)
            return new CommitOutcome { Write = inDoubt, Failure = TooLateToRepeat() };
        }

        using var deadline = deadlines.Start("commit", cancellationToken);
        var measured = operations.Commit.Start();
        var result = inDoubt;
        try
        {
            result = inDoubt.Write is RenewWrite write
                ? await renewal.RepeatAsync(write, inDoubt.SentAt, deadline.Token)
                : await sender.SendAsync(inDoubt.Write!, inDoubt.SentAt, deadline.Token);
        }
        catch (Exception exception)
        {
            return Measure(measured, new CommitOutcome { Write = result, Failure = deadline.End(exception) });
        }

        return Measure(measured, Report(new CommitOutcome { Write = result, Failure = result.Failure }, deadline));
    }

    private async Task<CommitOutcome> TouchAsync(SessionRecord record, DateTimeOffset until) =>
        new() { Extended = await touch.SendAsync(record, until) };

    private async Task<CommitOutcome> WriteAsync(CommitPlan plan, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        using var deadline = deadlines.Start("commit", cancellationToken);
        var measured = operations.Commit.Start();
        var outcome = new CommitOutcome();
        try
        {
            if (plan.Write is not null || plan.Renews)
            {
                var result = plan.Renews
                    ? await RenewAsync(plan.Marks, isAbandoned, deadline)
                    : await WriteSessionAsync(plan.Write!, isAbandoned, deadline.Token);
                outcome = outcome with { Write = result, Failure = result.Failure };
            }

            // Create the new session first: if that fails, the previous one is still there.
            foreach (var session in outcome.Failure is null ? plan.SessionsToDestroy : [])
            {
                await DestroyAsync(session, deadline);
                outcome = outcome with { Destroyed = [.. outcome.Destroyed, session] };
            }
        }
        catch (Exception exception)
        {
            outcome = outcome with { Failure = exception };
        }

        return Measure(measured, Report(outcome, deadline));
    }

    private async Task<WriteResult> WriteSessionAsync(SessionWrite write, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        var result = await sender.SendAsync(write, cancellationToken);
        if (result is { Refusal: SessionWriteStatus.Conflict, Write: CreateWrite { Marks: { ReplacesEnded: true } marks } }
            && await FindReplacementAsync(marks.Id, cancellationToken) is { } replacement)
        {
            return await sender.SendAsync(writes.Update(marks.On(replacement), keepsLease: false, isAbandoned), cancellationToken);
        }

        return result;
    }

    private async Task<WriteResult> RenewAsync(SessionMarks marks, Func<bool>? isAbandoned, Deadline deadline)
    {
        if (source is not null)
        {
            await source.BeforeEndAsync(marks.Loaded!, deadline.Token);
        }

        var measured = operations.Renewal.Start();
        WriteResult result;
        try
        {
            result = await renewal.RenewAsync(marks, isAbandoned, deadline.Token);
        }
        catch (Exception exception)
        {
            measured?.Fail(deadline.Explain(exception));
            throw;
        }

        var failure = result.Failure is { } unexplained ? deadline.Explain(unexplained) : null;
        measured?.Complete(CommitOutcomes.Of(result, failure), CommitOutcomes.ErrorTypeOf(failure));
        return result;
    }

    /// <summary>Finds the session with which a parallel request has replaced the ended one under the same id.</summary>
    private async Task<SessionRecord?> FindReplacementAsync(string id, CancellationToken cancellationToken) =>
        (await table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken)).Record;

    private async Task DestroyAsync(SessionToDestroy session, Deadline deadline)
    {
        if (source is not null && session.Record is { } record)
        {
            await source.BeforeEndAsync(record, deadline.Token);
        }

        var measured = operations.Destroy.Start();
        bool wasLive;
        try
        {
            wasLive = await retry.RunAsync(token => table.DestroyAsync(session.Id, token), deadline.Token);
        }
        catch (Exception exception)
        {
            measured?.Fail(deadline.Explain(exception));
            throw;
        }

        measured?.Complete(wasLive ? Outcomes.Destroyed : Outcomes.Missing);
        log.Logger.SessionDestroyed(new SessionTag(session.Id, log.Identity), wasLive);
    }

    private CommitOutcome Measure(MeasuredOperation? measured, CommitOutcome outcome)
    {
        measured?.Complete(CommitOutcomes.Of(outcome), CommitOutcomes.ErrorTypeOf(outcome.Failure));
        if (outcome.Write is { Record: { } record, Write: { } write })
        {
            items.Written(record, write.Marks.Changes.Fields.Count);
        }

        return outcome;
    }

    private CommitOutcome Report(CommitOutcome outcome, Deadline deadline)
    {
        if (outcome.Write is { } result)
        {
            sender.ReportRefusal(result);
        }

        return outcome.Failure is { } failure ? outcome with { Failure = deadline.End(failure) } : outcome;
    }

    private SessionStoreException TooLateToRepeat() => new(
        $"The response to an earlier commit of this request to table '{options.Value.Table.TableName}' was lost, and it is too late to repeat it; it may have been applied. End the request soon after a commit fails.")
    {
        ErrorType = "in_doubt",
        IsTransient = false,
    };
}
