namespace DynamoSession.AspNetCore.Migration;

/// <summary>The options of every migration from another session package. Validated when the application starts.</summary>
public abstract class SessionMigrationOptions
{
    private protected SessionMigrationOptions(params string[] cookieNames)
    {
        CookieNames = cookieNames;
    }

    /// <summary>Gets or sets the exact name of the legacy cookie.</summary>
    /// <value>The default is the legacy package's default. Laravel has two, and both are tried until this is set.</value>
    public string CookieName
    {
        get => CookieNames[0];
        set => CookieNames = [value];
    }

    /// <summary>Gets the names that the legacy cookie may have, the first of them in <see cref="CookieName"/>.</summary>
    internal IReadOnlyList<string> CookieNames { get; private set; }

    /// <summary>
    /// Gets or sets the key from which, together with the legacy session's id, the new session's secret is derived: parallel requests with
    /// the same legacy cookie get the same new session, whose cookie nobody else can compute.
    /// </summary>
    /// <value>
    /// There is no default. It must have at least 32 random bytes, be the same on every server for as long as the migration lasts, and be
    /// used for nothing else: neither as a secret of the legacy application nor as a key of Data Protection.
    /// </value>
    public byte[]? MigrationKey { get; set; }

    /// <summary>
    /// Gets or sets how long the legacy cookie continues to open the migrated session if the new cookie never comes back, because the
    /// response was lost. Once the new cookie has come back, the legacy cookie is no longer accepted.
    /// </summary>
    /// <value>
    /// The default, <see langword="null"/>, is as long as the legacy session would have lived without being used again, so that a lost
    /// response signs nobody out. Otherwise, it must be at least one minute.
    /// </value>
    public TimeSpan? Grace { get; set; }
}
