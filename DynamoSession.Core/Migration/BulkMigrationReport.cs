namespace DynamoSession.Core.Migration;

/// <summary>
/// What a run has done so far, including earlier, interrupted runs with the same checkpoint. Always
/// <c>Read = Migrated + Kept + the sum of Skipped + the sum of Failed</c>.
/// </summary>
public sealed class BulkMigrationReport
{
    /// <summary>Gets the number of records that were read.</summary>
    public required long Read { get; init; }

    /// <summary>Gets the number of sessions that were migrated or, in a dry run, could be.</summary>
    public required long Migrated { get; init; }

    /// <summary>Gets the number of sessions that were left unchanged because a request with the legacy cookie had already migrated them.</summary>
    public required long Kept { get; init; }

    /// <summary>Gets, by reason, the number of records that are not live sessions.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    /// <summary>Gets, by reason, the number of live sessions that could not be migrated. Their legacy records are unchanged.</summary>
    public required IReadOnlyDictionary<string, long> Failed { get; init; }

    /// <summary>Gets, by reason, the number of fields that are missing in migrated sessions because DynamoDB cannot store them.</summary>
    public required IReadOnlyDictionary<string, long> FieldsLost { get; init; }

    /// <summary>Gets the number of legacy records that were deleted.</summary>
    public required long Deleted { get; init; }

    /// <summary>
    /// Gets the number of migrated sessions whose users signed out of the legacy application before their legacy record was deleted, and
    /// that were therefore signed out here too.
    /// </summary>
    public required long SignedOut { get; init; }

    /// <summary>Gets the number of migrated sessions whose legacy record was not deleted because the legacy application kept changing it.</summary>
    public required long NotDeleted { get; init; }

    /// <summary>Gets the number of read capacity units consumed.</summary>
    public required double ReadUnits { get; init; }

    /// <summary>Gets the number of write capacity units consumed.</summary>
    public required double WriteUnits { get; init; }

    /// <summary>Gets the first 100 records that are corrupt or could not be migrated.</summary>
    public required IReadOnlyList<BulkMigrationProblem> Problems { get; init; }
}
