using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>The end of a session under an id, because it goes on under another. Trying the same instance again is safe.</summary>
public sealed class SessionFence
{
    /// <summary>Gets the public id that ends.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the version that was copied; with any other the copy would lack somebody's commit.</summary>
    public required long Version { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded. The session does not end when it is lost.</summary>
    /// <value>The default is <see langword="null"/>, none.</value>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets the session as it was copied. A table without versions compares with it.</summary>
    /// <value>The default is <see langword="null"/>: the version tells.</value>
    public SessionRecord? Copied { get; init; }

    /// <summary>Gets what says that nobody waits for the outcome any more, so that a refused write need not be tried again; null for never.</summary>
    internal Func<bool>? IsAbandoned { get; init; }

    /// <summary>Gets the token by which a repeated attempt recognises that it has already won.</summary>
    public string Token { get; } = CommitToken.Create();
}
