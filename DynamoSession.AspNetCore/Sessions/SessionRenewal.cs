using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Sessions;

/// <summary>
/// Gives a stored session a new id, without a transaction: a copy is made under an id that nobody knows, then the old id is ended,
/// provided that nobody has committed since. A crash in between leaves a copy that nothing leads to.
/// </summary>
internal sealed class SessionRenewal(SessionServices services)
{
    // An attempt fails only against a commit that went through, so many attempts mean many busy writers.
    private const int MaxAttempts = 20;

    /// <summary>Stores the session, with its changes, under a new id, and ends the old one. Trying again after a failure is safe.</summary>
    /// <returns>The new secret.</returns>
    /// <exception cref="SessionException">The session was not renewed, or nobody knows.</exception>
    public async Task<string> RenewAsync(StoredSession session, CancellationToken cancellationToken)
    {
        if (session.UnconfirmedRenewal is { } unconfirmed)
        {
            return await ConfirmAsync(session, unconfirmed, cancellationToken);
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var renewal = await CopyAsync(session, cancellationToken);

            // Ended meanwhile, for example by the same sign-in clicked twice: there is nothing left to take along or to end.
            if (session.Record is null)
            {
                session.Accept(session.Fields.GetChanges());
                return Adopt(session, renewal);
            }

            var status = await FenceAsync(session, renewal, cancellationToken);
            if (IsWritten(status))
            {
                session.Accept(session.Fields.GetChanges());
                return Adopt(session, renewal);
            }

            await RemoveAsync(renewal.Copy, cancellationToken);
            if (status == SessionWriteStatus.Conflict && session.RequiresLoadedVersion)
            {
                break;
            }

            var current = await services.RetryAsync(token => services.Table.LoadAsync(session.Id, consistentRead: true, token), cancellationToken);
            session.Rebase(current.Record);
        }

        throw Refuse(session, SessionWriteStatus.Conflict);
    }

    private async Task<string> ConfirmAsync(StoredSession session, Renewal renewal, CancellationToken cancellationToken)
    {
        var status = await FenceAsync(session, renewal, cancellationToken);
        if (!IsWritten(status))
        {
            // Its changes cannot be told from what was loaded any more, so there is no starting again.
            await RemoveAsync(renewal.Copy, cancellationToken);
            throw Refuse(session, status);
        }

        session.UnconfirmedRenewal = null;
        return Adopt(session, renewal);
    }

    private async Task<Renewal> CopyAsync(StoredSession session, CancellationToken cancellationToken)
    {
        // Another id for each attempt: a late duplicate of an earlier one must not get in the way.
        var secret = services.Identity.NewSecret();
        var copy = session.Describe(services.Identity.TableIdOf(secret), session.Record);
        var status = await services.RetryAsync(token => services.Table.CreateAsync(copy, token), cancellationToken);
        return IsWritten(status)
            ? new Renewal(secret, copy, new SessionFence { Id = session.Id, Version = copy.Version - 1, Copied = session.Record, Lease = session.Lease })
            : throw Refuse(session, status);
    }

    private async Task<SessionWriteStatus> FenceAsync(StoredSession session, Renewal renewal, CancellationToken cancellationToken)
    {
        try
        {
            return await services.RetryAsync(token => services.Table.FenceAsync(renewal.Fence, token), cancellationToken);
        }
        catch (Exception exception) when (session.UnconfirmedRenewal is null && exception is SessionStoreException or OperationCanceledException)
        {
            session.UnconfirmedRenewal = renewal;
            session.Accept(session.Fields.GetChanges());
            throw;
        }
    }

    // A tombstone also stops a late duplicate of the creation.
    private Task<bool> RemoveAsync(SessionCreation copy, CancellationToken cancellationToken) =>
        services.RetryAsync(token => services.Table.DestroyAsync(copy.Id, token), cancellationToken);

    private string Adopt(StoredSession session, Renewal renewal)
    {
        session.Lease = null;
        session.Become(renewal.Copy);
        services.Logger.SessionRenewed(new SessionTag(renewal.Fence.Id, services.Identity), new SessionTag(renewal.Copy.Id, services.Identity));
        return renewal.Secret;
    }

    private SessionException Refuse(StoredSession session, SessionWriteStatus status)
    {
        var fieldCount = session.Fields.GetChanges().Fields.Count;
        services.Logger.SessionRefused(new SessionTag(session.Id, services.Identity), status, fieldCount);
        return Refusal.Of(status, fieldCount);
    }

    private static bool IsWritten(SessionWriteStatus status) => status is SessionWriteStatus.Applied or SessionWriteStatus.AlreadyApplied;
}
