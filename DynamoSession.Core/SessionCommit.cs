using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>A request's changes to a session that it loaded. Trying the same instance again takes effect at most once.</summary>
public sealed class SessionCommit
{
    private bool _leavesEnd;

    /// <summary>Gets the session as the request loaded it.</summary>
    public required SessionRecord Loaded { get; init; }

    /// <summary>Gets what the request changed; empty only when one of the properties below differs from what was loaded.</summary>
    public required SessionChanges Changes { get; init; }

    /// <summary>
    /// Gets when the session now ends. It is written when the idle timeout changes; otherwise only when it is later than what was
    /// loaded and than what others have written since, and nobody has changed the idle timeout.
    /// </summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout from now on, usually what was loaded; stored to the second.</summary>
    public required TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the user that the session is bound to from now on, usually the one that was loaded.</summary>
    public required string? UserId { get; init; }

    /// <summary>Gets whether the commit is refused when anybody has committed since the session was loaded.</summary>
    /// <value>The default is <see langword="false"/>: changes of different fields merge.</value>
    public bool RequiresLoadedVersion { get; init; }

    /// <summary>Gets the exclusive lease under which the session was loaded. The commit is refused when it is lost.</summary>
    /// <value>The default is <see langword="null"/>, none.</value>
    public SessionLease? Lease { get; init; }

    /// <summary>Gets whether more commits under the lease are to follow.</summary>
    /// <value>The default is <see langword="false"/>: the commit gives the lease back.</value>
    public bool KeepsLease { get; init; }

    /// <summary>Gets whether the session is to be bound to another user, or to none, than when it was loaded.</summary>
    public bool ChangesUser => UserId != Loaded.UserId;

    /// <summary>Gets what says that nobody waits for the outcome any more, so that a refused write need not be tried again; null for never.</summary>
    internal Func<bool>? IsAbandoned { get; init; }

    /// <summary>Gets whether the session is to have another idle timeout of its own than when it was loaded.</summary>
    public bool ChangesIdleTimeout => IdleTimeout != Loaded.IdleTimeout;

    /// <summary>
    /// Gets whether the expiry is to become later while the idle timeout stays as it was loaded. A new idle timeout comes with its own
    /// expiry, which may be earlier.
    /// </summary>
    public bool Extends => !_leavesEnd && !ChangesIdleTimeout && ExpiresAt.ToUnixTimeSeconds() > Loaded.ExpiresAt.ToUnixTimeSeconds();

    /// <summary>Gets the commit token, by which a repeated attempt recognises that it has already won.</summary>
    public string Token { get; } = CommitToken.Create();

    /// <summary>The same commit, token included, that leaves the session's end to others.</summary>
    internal SessionCommit WithoutExtending()
    {
        var copy = (SessionCommit)MemberwiseClone();
        copy._leavesEnd = true;
        return copy;
    }
}
