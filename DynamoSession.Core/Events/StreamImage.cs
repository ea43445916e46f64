using DynamoSession.Core.Records;

namespace DynamoSession.Core.Events;

/// <summary>An item as it was before or after a write.</summary>
/// <param name="Stored">What its attributes say.</param>
/// <param name="Reason">The reason in a tombstone; null if it has none, or if the item is not a tombstone.</param>
internal sealed record StreamImage(StoredRecord Stored, string? Reason)
{
    /// <summary>
    /// Gets whether the item is a session that requests can find. A copy that a bulk migration has made ahead is not one: until a request
    /// with the legacy cookie comes, the session lives in the legacy table.
    /// </summary>
    public bool IsSession => Stored is { IsTombstone: false, IsSession: true, Origin: not { IsAhead: true } };

    public bool IsTombstone => Stored.IsTombstone;

    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(Math.Min(Stored.Expires!.Value, Stored.AbsoluteExpiry ?? long.MaxValue));
}
