namespace DynamoSession.AspNetCore.Migration;

/// <summary>The outcome of a request with a legacy cookie.</summary>
internal enum MigrationOutcome
{
    /// <summary>The session was migrated.</summary>
    Migrated,

    /// <summary>The session had already been migrated, and the new cookie has not come back yet.</summary>
    Reopened,

    /// <summary>The legacy record was deleted: the new cookie has come back, or the session ended or got a new id.</summary>
    Completed,

    /// <summary>The cookie is not genuine.</summary>
    Refused,

    /// <summary>The migrated session has ended, or can only be opened with the new cookie.</summary>
    Ended,

    /// <summary>There is no legacy record.</summary>
    Missing,

    /// <summary>The legacy record has expired.</summary>
    Expired,

    /// <summary>The legacy record is corrupt.</summary>
    Corrupt,
}
