using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Carries a plan out, and says what came of it. It knows nothing of the request's state.</summary>
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
    SessionLog log,
    ISessionSource? source = null)
{
    /// <summary>Carries a plan out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="isAbandoned">Returns whether the client has gone, so that losing against others is not tried again; null for never.</param>
    /// <param name="cancellationToken">Ends the wait; a write that is on its way is in doubt then.</param>
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

    /// <summary>Repeats a write whose answer got lost, with its own token.</summary>
    /// <param name="inDoubt">The write.</param>
    /// <param name="cancellationToken">Ends the wait; the write stays in doubt then.</param>
    public async Task<CommitOutcome> RepeatAsync(WriteResult inDoubt, CancellationToken cancellationToken)
    {
        if (inDoubt.Write is UpdateWrite && clock.GetElapsedTime(inDoubt.SentAt) + options.Value.IOTimeout > SessionRules.LongestIO)
        {
            // The record may have forgotten it, and would apply it twice. (The id of a creation is used once anyway.)
            return new CommitOutcome { Write = inDoubt, Failure = TooLateToRepeat() };
        }

        using var deadline = deadlines.Start("commit", cancellationToken);
        var result = inDoubt;
        try
        {
            result = inDoubt.Write is RenewWrite write
                ? await renewal.RepeatAsync(write, inDoubt.SentAt, deadline.Token)
                : await sender.SendAsync(inDoubt.Write!, inDoubt.SentAt, deadline.Token);
        }
        catch (Exception exception)
        {
            return new CommitOutcome { Write = result, Failure = deadline.Explain(exception) };
        }

        return Told(new CommitOutcome { Write = result, Failure = result.Failure }, deadline);
    }

    private async Task<CommitOutcome> TouchAsync(SessionRecord record, DateTimeOffset until) =>
        new() { Extended = await touch.SendAsync(record, until) };

    private async Task<CommitOutcome> WriteAsync(CommitPlan plan, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        using var deadline = deadlines.Start("commit", cancellationToken);
        var outcome = new CommitOutcome();
        try
        {
            if (plan.Write is not null || plan.Renews)
            {
                var result = await WriteSessionAsync(plan, isAbandoned, deadline.Token);
                outcome = outcome with { Write = result, Failure = result.Failure };
            }

            // The new session first: should its creation fail, the old one is still there.
            foreach (var end in outcome.Failure is null ? plan.Ends : [])
            {
                await EndAsync(end, deadline.Token);
                outcome = outcome with { Ended = [.. outcome.Ended, end] };
            }
        }
        catch (Exception exception)
        {
            outcome = outcome with { Failure = exception };
        }

        return Told(outcome, deadline);
    }

    private async Task<WriteResult> WriteSessionAsync(CommitPlan plan, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        if (plan.Renews)
        {
            if (source is not null)
            {
                await source.BeforeEndAsync(plan.Marks.Loaded!, cancellationToken);
            }

            return await renewal.RenewAsync(plan.Marks, isAbandoned, cancellationToken);
        }

        var result = await sender.SendAsync(plan.Write!, cancellationToken);
        if (result is { Refusal: SessionWriteStatus.Conflict, Write: CreateWrite { Marks: { ReplacesEnded: true } marks } }
            && await FindReplacementAsync(marks.Id, cancellationToken) is { } replacement)
        {
            return await sender.SendAsync(writes.Update(marks.On(replacement), keepsLease: false, isAbandoned), cancellationToken);
        }

        return result;
    }

    /// <summary>Finds the session by which a parallel request has replaced the ended one under the same id.</summary>
    private async Task<SessionRecord?> FindReplacementAsync(string id, CancellationToken cancellationToken) =>
        (await table.LoadAsync(id, consistentRead: true, cancellationToken).WaitAsync(cancellationToken)).Record;

    private async Task EndAsync(EndedSession ended, CancellationToken cancellationToken)
    {
        if (source is not null && ended.Record is { } record)
        {
            await source.BeforeEndAsync(record, cancellationToken);
        }

        var wasAlive = await retry.RunAsync(token => table.DestroyAsync(ended.Id, token), cancellationToken);
        log.Logger.SessionDestroyed(new SessionTag(ended.Id, log.Identity), wasAlive);
    }

    private CommitOutcome Told(CommitOutcome outcome, Deadline deadline)
    {
        if (outcome.Write is { } result)
        {
            sender.ReportRefusal(result);
        }

        return outcome.Failure is { } failure ? outcome with { Failure = deadline.Explain(failure) } : outcome;
    }

    private SessionStoreException TooLateToRepeat() => new(
        $"The request's earlier commit to table '{options.Value.Table.TableName}' got no answer, and it is too late to repeat it; it may have been applied. End the request soon after a commit that failed.")
    {
        IsTransient = false,
    };
}
