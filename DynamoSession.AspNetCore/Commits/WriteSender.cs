using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>Sends a write of the session, again and again with its own token, and says what is known of it afterwards.</summary>
internal sealed class WriteSender(ISessionTable table, SessionWrites writes, WriteRetry retry, TimeProvider clock, SessionLog log)
{
    /// <summary>Sends a write.</summary>
    public Task<WriteResult> SendAsync(SessionWrite write, CancellationToken cancellationToken) => SendAsync(write, clock.GetTimestamp(), cancellationToken);

    /// <summary>Sends a write that was sent before.</summary>
    /// <param name="write">The same write.</param>
    /// <param name="sentAt">When it was sent first.</param>
    /// <param name="cancellationToken">Ends the wait; the write is in doubt then.</param>
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
            // Whatever it is: it may have been applied.
            return new WriteResult(WriteState.InDoubt, write) { Failure = exception, SentAt = sentAt };
        }

        if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
        {
            return new WriteResult(WriteState.NotApplied, write) { Refusal = status, Failure = Refusal.Of(status, write.Marks.Changes.Fields.Count) };
        }

        Report(write, status);
        return Applied(write);
    }

    /// <summary>Says of a write that needs no call that it is applied.</summary>
    public WriteResult Applied(SessionWrite write) => new(WriteState.Applied, write) { Record = writes.After(write) };

    /// <summary>Logs that the table has refused a write.</summary>
    public void ReportRefusal(WriteResult result)
    {
        if (result is { Refusal: { } status, Write: { } write })
        {
            log.Logger.SessionRefused(new SessionTag(write.Marks.Id, log.Identity), status, write.Marks.Changes.Fields.Count);
        }
    }

    /// <summary>Logs what was written.</summary>
    public void Report(SessionWrite write, SessionWriteStatus status)
    {
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
