using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Records;

/// <summary>
/// Computes the record that a write leaves, as DynamoDB computes it from the expressions in <see cref="Expressions.SessionExpressions"/> and
/// <see cref="Expressions.CommitExpressions"/>. Whether the write is applied is decided by <see cref="RecordState"/>.
/// </summary>
internal static class RecordWrites
{
    public static StoredRecord Create(SessionCreation creation, long? userSince, long now) => new()
    {
        Fields = new Dictionary<string, SessionValue>(creation.Fields, StringComparer.Ordinal),
        CommitTokens = new Dictionary<string, long>(StringComparer.Ordinal) { [creation.Token] = now },
        Expires = creation.ExpiresAt.ToUnixTimeSeconds(),
        AbsoluteExpiry = creation.AbsoluteExpiresAt?.ToUnixTimeSeconds(),
        CreatedAt = creation.CreatedAt.ToUnixTimeSeconds(),
        Version = creation.Version,
        IdleTimeout = (int?)creation.IdleTimeout?.TotalSeconds,
        UserId = creation.UserId,
        UserSince = userSince,
        Description = creation.Description,
        IsPersistent = creation.IsPersistent,
        Ticket = creation.Ticket,
        Origin = creation.Origin is { } origin ? origin with { AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(origin.AcceptedUntil.ToUnixTimeSeconds()) } : null,
        Format = RecordLimits.Format,
    };

    /// <exception cref="SessionTooLargeException">The fields would be larger than the commit allows.</exception>
    public static StoredRecord Commit(StoredRecord stored, SessionCommit commit, long? userSince, long now)
    {
        var fields = commit.Changes.ApplyTo(stored.Fields!);
        if (commit.MaxBytes is { } maxBytes)
        {
            FieldSizes.ThrowIfLargerThan(maxBytes, stored.Fields!, fields);
        }

        var setsEnd = commit.ChangesIdleTimeout || (commit.Extends && RecordState.MayExtend(stored, commit));
        var keepsLease = commit.Lease is null || commit.KeepsLease;
        return stored with
        {
            Fields = fields,
            CommitTokens = WithToken(stored.CommitTokens!, commit, now),
            Expires = setsEnd ? commit.ExpiresAt.ToUnixTimeSeconds() : stored.Expires,
            AbsoluteExpiry = commit.ChangesAbsoluteExpiry ? commit.AbsoluteExpiresAt?.ToUnixTimeSeconds() : stored.AbsoluteExpiry,
            IsPersistent = commit.ChangesPersistence ? commit.IsPersistent : stored.IsPersistent,
            Ticket = commit.ChangesTicket ? commit.Ticket : stored.Ticket,
            UserId = commit.ChangesUser ? commit.UserId : stored.UserId,
            UserSince = commit.ChangesUser ? userSince : stored.UserSince,
            Description = commit.ChangesDescription ? commit.Description : stored.Description,
            IdleTimeout = commit.ChangesIdleTimeout ? (int?)commit.IdleTimeout?.TotalSeconds : stored.IdleTimeout,
            LeaseOwner = keepsLease ? stored.LeaseOwner : null,
            LeaseExpires = keepsLease ? stored.LeaseExpires : null,
            Version = stored.Version + 1,
        };
    }

    public static StoredRecord SignOut(StoredRecord stored, long now) => Tombstone(stored, now) with { WasSignedOut = true };

    public static StoredRecord Revoke(StoredRecord stored, long now) => Tombstone(stored, now) with { WasSignedOut = true, WasRevoked = true };

    public static StoredRecord Fence(StoredRecord stored, SessionFence fence, long now) => Tombstone(stored, now) with
    {
        CommitTokens = new Dictionary<string, long>(stored.CommitTokens!, StringComparer.Ordinal) { [fence.Token] = now },
        Successor = fence.SuccessorId,
    };

    public static StoredRecord Acquire(StoredRecord stored, SessionLease lease, long now) =>
        stored with { LeaseOwner = lease.Owner, LeaseExpires = now + (long)Math.Ceiling(lease.Duration.TotalSeconds) };

    public static StoredRecord Release(StoredRecord stored) => stored with { LeaseOwner = null, LeaseExpires = null };

    private static StoredRecord Tombstone(StoredRecord stored, long now) => Release(stored) with
    {
        Fields = null,
        UserId = null,
        UserSince = null,
        Description = null,
        IdleTimeout = null,
        IsPersistent = false,
        Ticket = null,
        Origin = null,
        IsTombstone = true,
        Expires = now + RecordLimits.TombstoneSeconds,
    };

    /// <summary>Removes only tokens that the commit has loaded.</summary>
    private static Dictionary<string, long> WithToken(IReadOnlyDictionary<string, long> tokens, SessionCommit commit, long now)
    {
        var result = new Dictionary<string, long>(tokens, StringComparer.Ordinal) { [commit.Token] = now };
        foreach (var token in CommitTokens.Removable(CommitBasis.Of(commit.Loaded), TokenLimits.Default, now).Tokens)
        {
            result.Remove(token);
        }

        return result;
    }
}
