namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The outcome of deleting a legacy record.</summary>
/// <param name="IsDeleted">Whether it was deleted, unchanged since it was read.</param>
/// <param name="Current">Otherwise the current record; null if there is none.</param>
internal sealed record LegacyDeletion(bool IsDeleted, LegacyRecord? Current);
