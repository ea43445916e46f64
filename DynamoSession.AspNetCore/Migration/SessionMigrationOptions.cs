namespace DynamoSession.AspNetCore.Migration;

/// <summary>What every migration from another session package needs. Checked when the application starts.</summary>
public abstract class SessionMigrationOptions
{
    private protected SessionMigrationOptions(string cookieName)
    {
        CookieName = cookieName;
    }

    /// <summary>Gets or sets the exact name of the old cookie.</summary>
    /// <value>The default is the old package's.</value>
    public string CookieName { get; set; }

    /// <summary>
    /// Gets or sets the key from which, together with the old session's id, the new session's secret is derived: parallel requests
    /// with one old cookie meet on one new session, whose cookie nobody else can compute.
    /// </summary>
    /// <value>
    /// There is no default. At least 32 random bytes, the same on every server for as long as the migration lasts, and used for
    /// nothing else: neither the old package's secret nor a key of Data Protection.
    /// </value>
    public byte[]? MigrationKey { get; set; }

    /// <summary>
    /// Gets or sets how long the old cookie goes on opening the migrated session when the new one never comes back, because the answer
    /// got lost. Once the new one has come back, the old one opens nothing.
    /// </summary>
    /// <value>
    /// The default, <see langword="null"/>, is as long as the old session would have lived without being used again, so that a lost
    /// answer signs nobody out. Otherwise at least one minute.
    /// </value>
    public TimeSpan? Grace { get; set; }
}
