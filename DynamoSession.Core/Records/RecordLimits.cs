namespace DynamoSession.Core.Records;

/// <summary>The record's fixed numbers.</summary>
internal static class RecordLimits
{
    /// <summary>The format that this version writes, and the highest that it reads.</summary>
    public const long Format = 1;

    /// <summary>DynamoDB's limit for an item, names included.</summary>
    public const int MaxItemBytes = 400 * 1024;

    /// <summary>How long a commit remembers its token: longer than any retry of it can take, plus a clock skew of 30 s.</summary>
    public const long TokenSeconds = 120;

    /// <summary>How long a tombstone tells late requests that the session was ended on purpose.</summary>
    public const long TombstoneSeconds = 60;
}
