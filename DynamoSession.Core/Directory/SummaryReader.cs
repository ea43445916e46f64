using DynamoSession.Core.Records;

namespace DynamoSession.Core.Directory;

/// <summary>Tells what a directory shows of a stored session.</summary>
internal static class SummaryReader
{
    /// <summary>Returns whether no late call can take effect any more when the item is gone. Without its tombstone, a session that was ended could be created.</summary>
    public static bool MayBeReaped(StoredRecord stored, long now) => stored.HasExpired(now - RecordLimits.TokenSeconds);

    /// <returns>The summary; null if the item is not a live session.</returns>
    public static SessionSummary? Read(string id, StoredRecord? stored, TimeSpan defaultIdleTimeout, long now)
    {
        if (stored is not { IsTombstone: false, Expires: { } expires, CreatedAt: { } created, Version: not null } || stored.HasExpired(now))
        {
            return null;
        }

        var end = Math.Min(expires, stored.AbsoluteExpiry ?? long.MaxValue);
        return new SessionSummary
        {
            Id = id,
            UserId = stored.UserId,
            Description = stored.Description,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(created),
            LastSeenAt = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(expires - (stored.IdleTimeout ?? (long)defaultIdleTimeout.TotalSeconds), created, Math.Max(created, now))),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(end),
            IsPersistent = stored.IsPersistent,
            Size = stored.SizeBound,
        };
    }
}
