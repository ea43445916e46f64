namespace DynamoSession.Core;

/// <summary>How many sessions a user may have at the same time.</summary>
public sealed class SessionLimit
{
    /// <summary>Gets the largest number of sessions. It must be at least 1.</summary>
    public required int MaxSessions { get; init; }

    /// <summary>Gets whether a session beyond it is refused.</summary>
    /// <value>The default is <see langword="false"/>: the user's oldest sessions are ended to make room.</value>
    public bool RefusesNew { get; init; }
}
