namespace DynamoSession.Core.Migration.Bulk;

/// <summary>What became of an attempt to remove an old record.</summary>
/// <param name="IsRemoved">Whether it was removed, just as it was read.</param>
/// <param name="Current">If not: what it is by now; null when there is none.</param>
internal sealed record LegacyRemoval(bool IsRemoved, LegacyRecord? Current);
