namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Some records of one segment.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
internal sealed record LegacyRecordPage(IReadOnlyList<LegacyRecord> Records, string? Next);
