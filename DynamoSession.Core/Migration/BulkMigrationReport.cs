namespace DynamoSession.Core.Migration;

/// <summary>
/// What a run has done so far, with everything that earlier, interrupted runs with the same checkpoint did. Always
/// <c>Read = Converted + Kept + the sum of Skipped + the sum of Failed</c>.
/// </summary>
public sealed class BulkMigrationReport
{
    /// <summary>Gets the number of records that were read.</summary>
    public required long Read { get; init; }

    /// <summary>Gets the number of sessions that were converted, or in a dry run, that could be.</summary>
    public required long Converted { get; init; }

    /// <summary>Gets the number of sessions that were left as they are here, because somebody has come with the old cookie before.</summary>
    public required long Kept { get; init; }

    /// <summary>Gets, by reason, the number of records that are no live session.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    /// <summary>Gets, by reason, the number of live sessions that could not be converted. Their old records are as they were.</summary>
    public required IReadOnlyDictionary<string, long> Failed { get; init; }

    /// <summary>Gets, by reason, the number of fields that DynamoDB cannot hold and that converted sessions lack.</summary>
    public required IReadOnlyDictionary<string, long> FieldsLost { get; init; }

    /// <summary>Gets the number of old records that were removed.</summary>
    public required long Removed { get; init; }

    /// <summary>Gets how many of the converted sessions the old application ended before their old record was removed, and so were ended here.</summary>
    public required long Ended { get; init; }

    /// <summary>Gets how many old records stay although their session is converted, because the old application kept changing them.</summary>
    public required long NotRemoved { get; init; }

    /// <summary>Gets the read units that were consumed.</summary>
    public required double ReadUnits { get; init; }

    /// <summary>Gets the write units that were consumed.</summary>
    public required double WriteUnits { get; init; }

    /// <summary>Gets the first 100 records that are corrupt or have failed.</summary>
    public required IReadOnlyList<BulkMigrationProblem> Problems { get; init; }
}
