namespace DynamoSession.AspNetCore.Migration;

/// <summary>What came of an old cookie.</summary>
internal enum MigrationOutcome
{
    /// <summary>Its session was converted.</summary>
    Migrated,

    /// <summary>Its session had been converted, and the new cookie has not come back yet.</summary>
    Reopened,

    /// <summary>The old record was removed: the new cookie has come back, or the session ended or got a new id.</summary>
    Completed,

    /// <summary>The cookie is not genuine.</summary>
    Refused,

    /// <summary>The migrated session has ended or goes on under the new cookie alone.</summary>
    Ended,

    /// <summary>There is no old record.</summary>
    Missing,

    /// <summary>The old record's time is over.</summary>
    Expired,

    /// <summary>The old record cannot be read.</summary>
    Corrupt,
}
