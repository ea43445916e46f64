using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Retries;

namespace DynamoSession.AspNetCore.Commits;

/// <summary>
/// Gives a stored session a new id, without a transaction: a copy is stored under an id that only this request knows, then the previous
/// id is fenced, unless another request has committed since. A crash in between leaves a copy that no cookie refers to.
/// </summary>
internal sealed class SessionRenewal(
    ISessionTable table, ISessionIdentity identity, SessionWrites writes, WriteSender sender, WriteRetry retry, ICallTiming timing)
{
    /// <summary>Stores the session, with its changes, under a new id, and fences the previous one.</summary>
    /// <param name="marks">What the request has marked.</param>
    /// <param name="isAbandoned">Returns whether the client has disconnected, so that a conflict isn't retried; null for never.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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
                // Not a conflict with another commit, so the lease is lost for good.
                return result;
            }

            marks = marks.On(current.Record);
        }
    }

    /// <summary>Completes a renewal whose response was lost. If it turns out not to be applied, its copy is deleted.</summary>
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
        // A new id for each attempt, so that a late duplicate of an earlier attempt can't interfere.
        var secret = identity.NewSecret();
        var copy = writes.Copy(marks, identity.TableIdOf(secret));
        var status = await retry.RunAsync(token => table.CreateAsync(copy, token), cancellationToken);
        if (status is not (SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied))
        {
            throw Refusal.Of(status, marks.Changes.Fields.Count);
        }

        // The session has ended meanwhile, for example because the sign-in was clicked twice: there is nothing to copy or to fence.
        // Someone who knew the id before the user signed in must not be able to end the session afterwards.
        var successor = marks.UserId == marks.Loaded?.UserId ? copy.Id : null;
        var fence = marks.Loaded is { } loaded
            ? new SessionFence { Id = marks.Id, Version = copy.Version - 1, SuccessorId = successor, Copied = loaded, Lease = marks.Lease, IsAbandoned = isAbandoned }
            : null;
        return new RenewWrite(marks, secret, copy, fence);
    }

    // The tombstone also stops a late duplicate of the creation.
    private Task<bool> RemoveCopyAsync(RenewWrite write, CancellationToken cancellationToken) =>
        retry.RunAsync(token => table.DestroyAsync(write.Copy.Id, token), cancellationToken);
}
