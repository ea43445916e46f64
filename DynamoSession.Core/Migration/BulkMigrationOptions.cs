namespace DynamoSession.Core.Migration;

/// <summary>How a run of <see cref="BulkMigration"/> goes about it.</summary>
public sealed class BulkMigrationOptions
{
    /// <summary>Gets or sets the key from which the new secrets are derived: that of the application, to the byte.</summary>
    /// <value>There is no default. At least 32 bytes. With another key, no cookie would open what is converted.</value>
    public byte[] MigrationKey { get; set; } = [];

    /// <summary>Gets or sets what is done with a session.</summary>
    /// <value>The default is <see cref="BulkMigrationMode.Ahead"/>.</value>
    public BulkMigrationMode Mode { get; set; }

    /// <summary>Gets or sets whether everything is read and nothing is written, to see what a run would do.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsDryRun { get; set; }

    /// <summary>Gets or sets into how many parts the table is divided, which are read at the same time.</summary>
    /// <value>The default is 4. 1 to 1,000.</value>
    public int Segments { get; set; } = 4;

    /// <summary>Gets or sets the read units that the run may consume in a second, on average.</summary>
    /// <value>The default is 50. More than zero.</value>
    public double ReadUnitsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets the write units that the run may consume in a second, on average, those for removing old records included.</summary>
    /// <value>The default is 50. More than zero.</value>
    public double WriteUnitsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets the application's idle timeout.</summary>
    /// <value>The default is that of the application, 20 minutes.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets the application's absolute timeout; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    /// <value>The default is that of the application, 24 hours.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(24);
}
