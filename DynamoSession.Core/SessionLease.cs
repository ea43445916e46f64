using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>
/// The exclusive right to use a session among requests that use leases. Its safety does not depend on clocks: a commit is refused if
/// another request has taken over the lease.
/// </summary>
public sealed class SessionLease
{
    /// <summary>Gets the id of the session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets for how long the lease keeps others waiting if its holder fails.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets the random name of the holder.</summary>
    public string Owner { get; } = CommitToken.Create();
}
