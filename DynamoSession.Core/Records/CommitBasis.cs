using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Records;

/// <summary>What is known of the stored session when a commit is attempted: as it was loaded, or as the last refusal has returned it.</summary>
internal sealed record CommitBasis
{
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    public required long Version { get; init; }

    public required IReadOnlyDictionary<string, long> CommitTokens { get; init; }

    /// <summary>Gets the upper bound of the fields' size in bytes; null if the record has none.</summary>
    public required long? SizeBound { get; init; }

    public static CommitBasis Of(SessionRecord loaded) => new()
    {
        Fields = loaded.Fields,
        Version = loaded.Version,
        CommitTokens = loaded.CommitTokens,
        SizeBound = loaded.SizeBound,
    };

    /// <summary>Requires <see cref="StoredRecord.IsSession"/>.</summary>
    public static CommitBasis Of(StoredRecord stored) => new()
    {
        Fields = stored.Fields!,
        Version = stored.Version!.Value,
        CommitTokens = stored.CommitTokens!,
        SizeBound = stored.SizeBound,
    };
}
