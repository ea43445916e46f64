using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>A record as it was read.</summary>
internal sealed class LegacyRecord
{
    /// <summary>Gets what names it in reports.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the session; null when it is none.</summary>
    public LegacySession? Session { get; init; }

    /// <summary>Gets the session's id in the old store, if it is a session.</summary>
    public string? Id { get; init; }

    /// <summary>Gets why it is no session, see <see cref="SkipReason"/>.</summary>
    public string? Skipped { get; init; }

    /// <summary>Gets the key with which it is found again, if it is in a table.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the item, if it is in a table, to remove it only as it is.</summary>
    public Dictionary<string, AttributeValue>? Item { get; init; }
}
