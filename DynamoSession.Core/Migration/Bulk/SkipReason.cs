namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Why a record is not migrated, as the report states it.</summary>
internal static class SkipReason
{
    public const string DynamoSession = "DynamoSession record";
    public const string NotASession = "not a session of this store";
    public const string Expired = "expired";
    public const string Corrupt = "corrupt";
    public const string TooLong = "longer than 4 MiB";
    public const string Deleted = "deleted during the run";
}
