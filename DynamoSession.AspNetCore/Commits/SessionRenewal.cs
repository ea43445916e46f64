using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Retries;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// Gives a stored session a new id, without a transaction: a copy is made under an id that only this request knows, then the old id is
/// ended, provided that no other request has committed since. A crash in between leaves a copy that nothing leads to.
/// </summary>
internal sealed class SessionRenewal(
    ISessionTable table, ISessionIdentity identity, SessionWrites writes, WriteSender sender, WriteRetry retry, ICallTiming timing)
{
    /// <summary>Stores the session, with its changes, under a new id, and ends the old one.</summary>
    /// <param name="marks">What the request has marked.</param>
    /// <param name="isAbandoned">Returns whether the client has gone, so that losing against others is not tried again; null for never.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<WriteResult> RenewAsync(SessionMarks marks, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(timing.PauseAsync, isAbandoned);
        while (true)
        {
            var write = await CopyAsync(marks, isAbandoned, cancellationToken);
            if (write.Fence is null)
            {
                sender.Report(write, SessionWriteStatus.Applied);
                return sender.Applied(write);
            }

            var result = await sender.SendAsync(write, cancellationToken);
            if (result.State != WriteState.NotApplied)
            {
                return result;
            }

            await RemoveCopyAsync(write, cancellationToken);
            var isLost = result.Refusal == SessionWriteStatus.Conflict && marks.RequiresLoadedVersion;
            if (isLost || !await backoff.WaitAsync(cancellationToken))
            {
                return result;
            }

            var current = await retry.RunAsync(token => table.LoadAsync(marks.Id, consistentRead: true, token), cancellationToken);
            if (marks.Lease is not null && current.Record?.Version == marks.Loaded!.Version)
            {
                // No other commit came first: the lease is lost, and stays so.
                return result;
            }

            marks = marks.On(current.Record);
        }
    }

    /// <summary>Completes a renewal whose answer got lost. Where it was not applied after all, its copy is removed.</summary>
    public async Task<WriteResult> RepeatAsync(RenewWrite write, long sentAt, CancellationToken cancellationToken)
    {
        var result = await sender.SendAsync(write, sentAt, cancellationToken);
        if (result.State == WriteState.NotApplied)
        {
            await RemoveCopyAsync(write, cancellationToken);
        }

        return result;
    }

    private async Task<RenewWrite> CopyAsync(SessionMarks marks, Func<bool>? isAbandoned, CancellationToken cancellationToken)
    {
        // Another id for each attempt: a late duplicate of an earlier one must not get in the way.
        var secret = identity.NewSecret();
        var copy = writes.Copy(marks, identity.TableIdOf(secret));
        var status = await retry.RunAsync(token => table.CreateAsync(copy, token), cancellationToken);
        if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
        {
            throw Refusal.Of(status, marks.Changes.Fields.Count);
        }

        // Ended meanwhile, for example by the same sign-in clicked twice: there is nothing left to take along or to end.
        var fence = marks.Loaded is { } loaded
            ? new SessionFence { Id = marks.Id, Version = copy.Version - 1, Copied = loaded, Lease = marks.Lease, IsAbandoned = isAbandoned }
            : null;
        return new RenewWrite(marks, secret, copy, fence);
    }

    // A tombstone also stops a late duplicate of the creation.
    private Task<bool> RemoveCopyAsync(RenewWrite write, CancellationToken cancellationToken) =>
        retry.RunAsync(token => table.DestroyAsync(write.Copy.Id, token), cancellationToken);
}
