using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.AspNetCore.Telemetry;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Sends a write of the session, retries it with the same token, and returns what is known about the outcome.</summary>
internal sealed class WriteSender(ISessionTable table, SessionWrites writes, WriteRetry retry, TouchCircuit circuit, TimeProvider clock, SessionCounters counters, SessionLog log)
{
    /// <summary>Sends a write.</summary>
    public Task<WriteResult> SendAsync(SessionWrite write, CancellationToken cancellationToken) => SendAsync(write, clock.GetTimestamp(), cancellationToken);

    /// <summary>Sends a write again.</summary>
    /// <param name="write">The same write.</param>
    /// <param name="sentAt">When it was first sent.</param>
    /// <param name="cancellationToken">Cancels the wait; the write is then in doubt.</param>
    public async Task<WriteResult> SendAsync(SessionWrite write, long sentAt, CancellationToken cancellationToken)
    {
        SessionWriteStatus status;
        try
        {
            status = await retry.RunAsync(token => CallAsync(write, token), cancellationToken);
        }
        catch (Exception exception) when (exception is SessionTooLargeException or SessionFieldTypeException)
        {
            return new WriteResult(WriteState.NotApplied, write) { Failure = exception };
        }
        catch (Exception exception)
        {
            if ((exception as SessionStoreException ?? exception.InnerException as SessionStoreException)?.IsThrottled == true)
            {
                circuit.Throttled(write.Marks.Id);
            }

            // After any exception, the write may have been applied.
            return new WriteResult(WriteState.InDoubt, write) { Failure = exception, SentAt = sentAt };
        }

        if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
        {
            return new WriteResult(WriteState.NotApplied, write) { Refusal = status, Failure = Refusal.Of(status, write.Marks.Changes.Fields.Count) };
        }

        Report(write, status);
        return Applied(write);
    }

    /// <summary>Returns the result of a write that needs no call.</summary>
    public WriteResult Applied(SessionWrite write) => new(WriteState.Applied, write) { Record = writes.After(write) };

    /// <summary>Logs a write that the table has refused.</summary>
    public void ReportRefusal(WriteResult result)
    {
        if (result is { Refusal: { } status, Write: { } write })
        {
            log.Logger.SessionRefused(new SessionTag(write.Marks.Id, log.Identity), status, write.Marks.Changes.Fields.Count);
        }
    }

    /// <summary>Logs and counts a write that was applied.</summary>
    public void Report(SessionWrite write, SessionWriteStatus status)
    {
        if (status == SessionWriteStatus.AlreadyApplied)
        {
            counters.WriteAlreadyApplied();
        }

        if (write.Marks.BindsUser)
        {
            counters.SignedIn();
        }

        switch (write)
        {
            case UpdateWrite { Marks: var marks }:
                log.Logger.SessionCommitted(new SessionTag(marks.Id, log.Identity), marks.Changes.Fields.Count, status);
                break;
            case CreateWrite { Creation: var creation }:
                log.Logger.SessionCreated(new SessionTag(creation.Id, log.Identity), creation.Fields.Count);
                break;
            case RenewWrite { Copy: var copy, Marks.Id: var id }:
                log.Logger.SessionCreated(new SessionTag(copy.Id, log.Identity), copy.Fields.Count);
                log.Logger.SessionRenewed(new SessionTag(id, log.Identity), new SessionTag(copy.Id, log.Identity));
                break;
        }
    }

    private Task<SessionWriteStatus> CallAsync(SessionWrite write, CancellationToken cancellationToken) => write switch
    {
        UpdateWrite { Commit: var commit } => table.CommitAsync(commit, cancellationToken),
        CreateWrite { Creation: var creation } => table.CreateAsync(creation, cancellationToken),
        RenewWrite { Fence: { } fence } => table.FenceAsync(fence, cancellationToken),
        _ => throw new ArgumentException($"Not a write that can be sent: {write.GetType()}.", nameof(write)),
    };
}
