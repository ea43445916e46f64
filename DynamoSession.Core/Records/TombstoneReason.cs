namespace DynamoSession.Core.Records;

/// <summary>What a tombstone says about the end of its session.</summary>
internal static class TombstoneReason
{
    public const string SignedOut = "out";
    public const string Renewed = "renewed";
}
