namespace DynamoSession.Core.Records;

/// <summary>
/// Decides what a stored item means for each operation, for both tables alike. The refusals of writes correspond to the conditions in
/// <see cref="Expressions.SessionExpressions"/>.
/// </summary>
internal static class RecordState
{
    public static SessionLoadStatus OfLoaded(StoredRecord? stored, long now) => stored switch
    {
        null => SessionLoadStatus.Missing,
        { IsTombstone: true } => stored.Expires > now ? SessionLoadStatus.Dead : SessionLoadStatus.Missing,
        { IsSession: false } => SessionLoadStatus.Unreadable,
        _ => stored.HasExpired(now) ? SessionLoadStatus.Expired : SessionLoadStatus.Live,
    };

    /// <summary>Returns the session, or why there is none.</summary>
    public static SessionLoadResult ToLoadResult(StoredRecord? stored, string id, long now) => OfLoaded(stored, now) switch
    {
        SessionLoadStatus.Live => SessionLoadResult.Live(stored!.ToSession(id, isLeased: !IsFree(stored, now))),
        SessionLoadStatus.Dead when stored!.WasSignedOut => SessionLoadResult.SignedOut,
        SessionLoadStatus.Dead when stored!.Successor is not null => SessionLoadResult.Renewed,
        var status => SessionLoadResult.None(status),
    };

    /// <returns>Why the session is not created; <see langword="null"/> if it is.</returns>
    public static SessionWriteStatus? RefusalOfCreate(StoredRecord? stored, SessionCreation creation, long now) => stored switch
    {
        null => null,
        _ when stored.HasToken(creation.Token) => SessionWriteStatus.AlreadyApplied,
        _ when creation.ReplacesEnded && (stored.IsTombstone || stored.HasExpired(now)) => null,
        { WasRevoked: true } => SessionWriteStatus.Revoked,
        { IsTombstone: false } when creation.Origin is not null && (stored.HasExpired(now) || stored.Origin is { IsAhead: true }) => null,
        { IsTombstone: false } when creation is { Origin: not null, ReplacesUncommitted: true } && IsUncommitted(stored, creation, now) => null,
        _ => SessionWriteStatus.Conflict,
    };

    /// <returns>Why the changes are not written; <see langword="null"/> if they are.</returns>
    public static SessionWriteStatus? RefusalOfCommit(StoredRecord? stored, SessionCommit commit, long now)
    {
        // Checked first: a commit that was applied stays applied, whatever happened to the session since.
        if (stored is not null && stored.HasToken(commit.Token))
        {
            return SessionWriteStatus.AlreadyApplied;
        }

        return Ending(stored, now) ?? (IsConflict(stored!, commit) ? SessionWriteStatus.Conflict : null);
    }

    /// <summary>Whether the expiry that a commit computed is still valid: the idle timeout has not changed, and the stored expiry is not later.</summary>
    public static bool MayExtend(StoredRecord stored, SessionCommit commit) =>
        stored.HasIdleTimeout(commit.Loaded.IdleTimeout) && stored.Expires <= commit.ExpiresAt.ToUnixTimeSeconds();

    /// <returns>Why the session is not extended; <see langword="null"/> if it is, provided that its idle timeout has not changed.</returns>
    public static SessionWriteStatus? RefusalOfTouch(StoredRecord? stored, long expires, long now) =>
        Ending(stored, now) ?? (stored!.Expires >= expires ? SessionWriteStatus.AlreadyApplied : null);

    /// <returns>Why the origin is not detached; <see langword="null"/> if it is.</returns>
    public static SessionWriteStatus? RefusalOfDetach(StoredRecord? stored, long now) =>
        Ending(stored, now) ?? (stored!.Origin?.LegacyId is null ? SessionWriteStatus.AlreadyApplied : null);

    /// <returns>Why the session is not fenced; <see langword="null"/> if it is, provided that its version and lease match.</returns>
    public static SessionWriteStatus? RefusalOfFence(StoredRecord? stored, SessionFence fence, long now) =>
        stored is not null && stored.HasToken(fence.Token) ? SessionWriteStatus.AlreadyApplied : Ending(stored, now);

    /// <summary>Returns the result of an attempt to acquire a lease.</summary>
    public static SessionLoadResult OfAcquired(StoredRecord? stored, SessionLease lease, bool isApplied, long now)
    {
        var result = ToLoadResult(stored, lease.Id, now);

        // An earlier attempt, whose response was lost, may have acquired it.
        return result.Record is null || isApplied || stored!.LeaseOwner == lease.Owner ? result : SessionLoadResult.None(SessionLoadStatus.Leased);
    }

    public static bool IsFree(StoredRecord stored, long now) => stored.LeaseOwner is null || stored.LeaseExpires <= now;

    public static bool HasLostLease(StoredRecord stored, SessionLease? lease) => lease is not null && stored.LeaseOwner != lease.Owner;

    private static bool IsConflict(StoredRecord stored, SessionCommit commit) =>
        (commit.RequiresLoadedVersion && stored.Version != commit.Loaded.Version) || HasLostLease(stored, commit.Lease);

    private static bool IsUncommitted(StoredRecord stored, SessionCreation creation, long now) =>
        stored.Version == creation.Version && stored.Origin is { LegacyId: not null } origin && origin.AcceptedUntil.ToUnixTimeSeconds() > now;

    /// <returns>How the session has ended; <see langword="null"/> while it is live.</returns>
    private static SessionWriteStatus? Ending(StoredRecord? stored, long now) => stored switch
    {
        null => SessionWriteStatus.Missing,
        { IsTombstone: true } => stored.Expires > now ? SessionWriteStatus.Dead : SessionWriteStatus.Missing,
        // Not a session record: the session is gone.
        { Expires: null } => SessionWriteStatus.Missing,
        _ => stored.HasExpired(now) ? SessionWriteStatus.Expired : null,
    };
}
