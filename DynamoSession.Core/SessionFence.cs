using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>Ends a session under one id, because it continues under another. Sending the same instance again is safe.</summary>
public sealed class SessionFence
{
    /// <summary>Gets the public id to end.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the version that was copied. If there is a newer one, the copy would lack a commit.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the id under which the session continues, so that a sign-out with the previous id also ends the session under that one.</summary>
    /// <value>The default is <see langword="null"/>, for a session that a sign-out with the previous id doesn't end.</value>
    public string? SuccessorId { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded. If the lease was lost, the fence is refused.</summary>
    /// <value>The default is <see langword="null"/>, for no lease.</value>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets the session as copied, with which a table without versions compares the stored one.</summary>
    /// <value>The default is <see langword="null"/>, for tables with versions.</value>
    public SessionRecord? Copied { get; init; }

    /// <summary>Gets a function that returns whether nobody is waiting for the outcome, so that a refused write need not be retried; null for never.</summary>
    internal Func<bool>? IsAbandoned { get; init; }

    /// <summary>Gets the token by which a repeated attempt recognizes that it has already been applied.</summary>
    public string Token { get; } = CommitToken.Create();
}
