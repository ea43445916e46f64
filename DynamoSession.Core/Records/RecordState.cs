namespace DynamoSession.Core.Records;

/// <summary>
/// Decides what an item under a session's key means for each operation. Both tables ask here, so that they answer alike. The
/// write refusals have the conditions of <see cref="Expressions.SessionExpressions"/> as their counterpart.
/// </summary>
internal static class RecordState
{
    public static SessionLoadStatus OfLoaded(StoredRecord? stored, long now) => stored switch
    {
        null => SessionLoadStatus.Missing,
        { IsDead: true } => stored.Expires > now ? SessionLoadStatus.Dead : SessionLoadStatus.Missing,
        { IsSession: false } => SessionLoadStatus.Unreadable,
        _ => stored.HasExpired(now) ? SessionLoadStatus.Expired : SessionLoadStatus.Live,
    };

    /// <returns>Why the session is not created; <see langword="null"/> when it may be.</returns>
    public static SessionWriteStatus? RefusalOfCreate(StoredRecord? stored, SessionCreation creation, long now) => stored switch
    {
        null => null,
        _ when stored.HasToken(creation.Token) => SessionWriteStatus.AlreadyApplied,
        _ when creation.ReplacesEnded && (stored.IsDead || stored.Expires <= now) => null,
        { IsDead: false } when creation.Origin is not null && (stored.Expires <= now || stored.Origin is { IsAhead: true }) => null,
        { IsDead: false } when creation is { Origin: not null, ReplacesUncommitted: true } && IsUncommitted(stored, creation, now) => null,
        _ => SessionWriteStatus.Conflict,
    };

    /// <returns>Why the changes are not written; <see langword="null"/> when they may be.</returns>
    public static SessionWriteStatus? RefusalOfCommit(StoredRecord? stored, SessionCommit commit, long now)
    {
        // First of all: a commit that was applied stays applied, whatever has become of the session since.
        if (stored is not null && stored.HasToken(commit.Token))
        {
            return SessionWriteStatus.AlreadyApplied;
        }

        return Ending(stored, now) ?? (IsOvertaken(stored!, commit) ? SessionWriteStatus.Conflict : null);
    }

    /// <summary>Whether the end that a commit has reckoned still holds: by this idle timeout, and not earlier than others have it by now.</summary>
    public static bool MayExtend(StoredRecord stored, SessionCommit commit) =>
        stored.HasIdleTimeout(commit.Loaded.IdleTimeout) && stored.Expires <= commit.ExpiresAt.ToUnixTimeSeconds();

    /// <returns>Why the session is not extended; <see langword="null"/> when it may be.</returns>
    public static SessionWriteStatus? RefusalOfTouch(StoredRecord? stored, long expires, long now) =>
        Ending(stored, now) ?? (stored!.Expires >= expires ? SessionWriteStatus.AlreadyApplied : null);

    /// <returns>Why the origin is not detached; <see langword="null"/> when it may be.</returns>
    public static SessionWriteStatus? RefusalOfDetach(StoredRecord? stored, long now) =>
        Ending(stored, now) ?? (stored!.Origin?.LegacyId is null ? SessionWriteStatus.AlreadyApplied : null);

    /// <returns>Why the session is not fenced; <see langword="null"/> when it may be, if its version allows.</returns>
    public static SessionWriteStatus? RefusalOfFence(StoredRecord? stored, SessionFence fence, long now) =>
        stored is not null && stored.HasToken(fence.Token) ? SessionWriteStatus.AlreadyApplied : Ending(stored, now);

    /// <summary>What an attempt to take a lease has found.</summary>
    public static SessionLoadResult OfAcquired(StoredRecord? stored, SessionLease lease, bool isApplied, long now)
    {
        var status = OfLoaded(stored, now);
        if (status != SessionLoadStatus.Live)
        {
            return SessionLoadResult.None(status);
        }

        // An earlier attempt, whose answer got lost, may have taken it already.
        return isApplied || stored!.LeaseOwner == lease.Owner
            ? SessionLoadResult.Live(stored!.ToSession(lease.Id))
            : SessionLoadResult.None(SessionLoadStatus.Leased);
    }

    public static bool IsFree(StoredRecord stored, long now) => stored.LeaseOwner is null || stored.LeaseExpires <= now;

    public static bool HasLostLease(StoredRecord stored, SessionLease? lease) => lease is not null && stored.LeaseOwner != lease.Owner;

    private static bool IsOvertaken(StoredRecord stored, SessionCommit commit) =>
        (commit.RequiresLoadedVersion && stored.Version != commit.Loaded.Version) || HasLostLease(stored, commit.Lease);

    private static bool IsUncommitted(StoredRecord stored, SessionCreation creation, long now) =>
        stored.Version == creation.Version && stored.Origin is { LegacyId: not null } origin && origin.OpensUntil.ToUnixTimeSeconds() > now;

    /// <returns>How the session has ended; <see langword="null"/> while it lives.</returns>
    private static SessionWriteStatus? Ending(StoredRecord? stored, long now) => stored switch
    {
        null => SessionWriteStatus.Missing,
        { IsDead: true } => stored.Expires > now ? SessionWriteStatus.Dead : SessionWriteStatus.Missing,
        // No session record: what was ours is gone.
        { Expires: null } => SessionWriteStatus.Missing,
        _ => stored.Expires <= now ? SessionWriteStatus.Expired : null,
    };
}
