namespace DynamoSession.Core.Records;

/// <summary>The fixed limits of a session record.</summary>
internal static class RecordLimits
{
    /// <summary>The format that this version writes, and the highest that it can read.</summary>
    public const long Format = 1;

    /// <summary>DynamoDB's maximum item size, including attribute names.</summary>
    public const int MaxItemBytes = 400 * 1024;

    /// <summary>How long a commit's token is kept: longer than all its retries can take, plus 30 seconds of clock skew.</summary>
    public const long TokenSeconds = 120;

    /// <summary>How long the table's index by user may lag behind the table, for which a user's item keeps the ids of sessions that were bound to the user.</summary>
    public const long RegistrationSeconds = 600;

    /// <summary>How long a tombstone lets late requests know that the session has ended.</summary>
    public const long TombstoneSeconds = 60;
}
