namespace DynamoSession.Core.Migration;

/// <summary>How a whole table of legacy sessions is migrated.</summary>
public enum BulkMigrationMode
{
    /// <summary>
    /// Copies sessions while the legacy application keeps running. The legacy records remain and stay authoritative: a later run
    /// overwrites the copies, and a request with the legacy cookie replaces its copy by the current legacy record.
    /// </summary>
    Ahead,

    /// <summary>
    /// Migrates sessions permanently when the legacy application is shut down. Each legacy record is deleted once its session is
    /// stored here, and the legacy cookie is accepted until the new cookie has come back.
    /// </summary>
    Finish,
}
