namespace DynamoSession.Core.Migration;

/// <summary>How a whole table of old sessions is converted.</summary>
public enum BulkMigrationMode
{
    /// <summary>
    /// Copies, while the old application goes on: the old records stay and still decide. A later run makes the copies again; when
    /// somebody comes with the old cookie, the copy is replaced by what the old record says then.
    /// </summary>
    Ahead,

    /// <summary>
    /// Converts for good, when the old application is switched off: each old record is removed once its session is stored here, and
    /// the old cookie opens the new session until the new cookie has come back.
    /// </summary>
    Finish,
}
