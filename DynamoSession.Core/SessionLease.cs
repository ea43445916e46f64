using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>
/// The right to be the only one that works on a session under a lease. Its safety does not come from clocks: a commit under a lease
/// that somebody else has taken over meanwhile is refused.
/// </summary>
public sealed class SessionLease
{
    /// <summary>Gets the id of the session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets how long others wait for a holder that has died.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the random name of this holder.</summary>
    public string Owner { get; } = CommitToken.Create();
}
