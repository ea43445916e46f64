namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Why a record is no session to convert, as the report says it.</summary>
internal static class SkipReason
{
    public const string Own = "record of DynamoSession";
    public const string Other = "no session of this store";
    public const string Expired = "expired";
    public const string Corrupt = "corrupt";
    public const string Gone = "ended during the run";
}
