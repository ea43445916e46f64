namespace DynamoSession.Core.Migration.Bulk;

/// <summary>A page of one segment's records.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">Where the next page starts; null on the last page.</param>
internal sealed record LegacyRecordPage(IReadOnlyList<LegacyRecord> Records, string? Next);
