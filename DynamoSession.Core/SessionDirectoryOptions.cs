namespace DynamoSession.Core;

/// <summary>Options of a <see cref="DynamoDbSessionDirectory"/>.</summary>
public sealed class SessionDirectoryOptions
{
    /// <summary>Gets or sets the application's idle timeout, from which <see cref="SessionSummary.LastSeenAt"/> is computed.</summary>
    /// <value>The default is 20 minutes, like the application's. An application that registers sessions sets its own.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Gets or sets the read capacity units that a scan may consume per second, on average.</summary>
    /// <value>The default is 50. It must be greater than zero.</value>
    public double ReadUnitsPerSecond { get; set; } = 50;

    /// <summary>Gets or sets the write capacity units that a scan may consume per second, on average.</summary>
    /// <value>The default is 50. It must be greater than zero.</value>
    public double WriteUnitsPerSecond { get; set; } = 50;
}
