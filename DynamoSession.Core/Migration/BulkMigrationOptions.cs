namespace DynamoSession.Core.Migration;

/// <summary>Options of a <see cref="BulkMigration"/>.</summary>
public sealed class BulkMigrationOptions
{
    /// <summary>Gets or sets the key from which the new secrets are derived. It must equal the application's migration key.</summary>
    /// <value>There is no default. It must have at least 32 bytes. With a different key, no legacy cookie would lead to its migrated session.</value>
    public byte[] MigrationKey { get; set; } = [];

    /// <summary>Gets or sets how sessions are migrated.</summary>
    /// <value>The default is <see cref="BulkMigrationMode.Ahead"/>.</value>
    public BulkMigrationMode Mode { get; set; }

    /// <summary>Gets or sets whether the run only reads and reports what it would do, without writing anything.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsDryRun { get; set; }

    /// <summary>Gets or sets the number of segments of the table that are scanned in parallel.</summary>
    /// <value>The default is 4. It must be between 1 and 1,000.</value>
    public int Segments { get; set; } = 4;

    /// <summary>Gets or sets the read capacity units that the run may consume per second, on average.</summary>
    /// <value>The default is 50. It must be greater than zero.</value>
    public double ReadUnitsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets the write capacity units that the run may consume per second, on average, including those for deleting legacy records.</summary>
    /// <value>The default is 50. It must be greater than zero.</value>
    public double WriteUnitsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets the application's idle timeout.</summary>
    /// <value>The default is 20 minutes, like the application's. It must be between one minute and 400 days.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets the application's absolute timeout; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    /// <value>The default is 24 hours, like the application's. It must be greater than zero.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);
}
