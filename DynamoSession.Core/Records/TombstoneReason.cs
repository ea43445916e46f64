namespace DynamoSession.Core.Records;

/// <summary>The reasons stored in tombstones.</summary>
internal static class TombstoneReason
{
    public const string SignedOut = "out";
    public const string Renewed = "renewed";
    public const string Revoked = "revoked";
}
