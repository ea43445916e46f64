using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>A legacy record as it was read.</summary>
internal sealed class LegacyRecord
{
    /// <summary>Gets the name by which reports refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the session; null if the record is not a live session.</summary>
    public LegacySession? Session { get; init; }

    /// <summary>Gets the session's id in the legacy store; null if it is not a live session.</summary>
    public string? Id { get; init; }

    /// <summary>Gets why it is skipped, see <see cref="SkipReason"/>; null if it is a live session.</summary>
    public string? Skipped { get; init; }

    /// <summary>Gets the key with which it can be read again; null if it is not in a table.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the item, so that it is deleted only if unchanged; null if it is not in a table.</summary>
    public Dictionary<string, AttributeValue>? Item { get; init; }
}
