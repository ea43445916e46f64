using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>A session that is to be created. Trying the same instance again takes effect at most once.</summary>
public sealed class SessionCreation
{
    /// <summary>The shortest idle timeout that a session may have: one minute.</summary>
    public static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The longest idle timeout that a session may have: 400 days.</summary>
    public static readonly TimeSpan LongestIdleTimeout = TimeSpan.FromDays(400);

    /// <summary>Gets the public id of the new session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the fields by name.</summary>
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    /// <summary>Gets when the session was created; stored to the second.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the session ends unless it is used again; stored to the second.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets when the session ends however much it is used; <see langword="null"/> for never.</summary>
    public required DateTimeOffset? AbsoluteExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout; stored to the second.</summary>
    /// <value>The default, <see langword="null"/>, is the application's.</value>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the user that the session is bound to.</summary>
    /// <value>The default is <see langword="null"/>, none.</value>
    public string? UserId { get; init; }

    /// <summary>Gets whether the session's cookie outlives the browser, whatever the application's does.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsPersistent { get; init; }

    /// <summary>
    /// Gets where the session comes from. A migrated session has an id derived from the old one, so it may replace one that has
    /// expired under it, or a copy made ahead of time; never one that was ended, or that lives.
    /// </summary>
    /// <value>The default is <see langword="null"/>: it begins here.</value>
    internal SessionOrigin? Origin { get; init; }

    /// <summary>Gets the number of commits that the session counts already.</summary>
    /// <value>The default is 1. A session that gets a new id takes its number along.</value>
    public long Version { get; init; } = 1;

    /// <summary>Gets whether a session that has ended under the same id is replaced, as Microsoft's session does with its keys.</summary>
    /// <value>The default is <see langword="false"/>: an id is used once.</value>
    public bool ReplacesEnded { get; init; }

    /// <summary>
    /// Gets whether a migrated session is replaced, too, to which nobody has committed while its old cookie still opens it: what the
    /// old record says by now is newer.
    /// </summary>
    /// <value>The default is <see langword="false"/>. It needs an <see cref="Origin"/>.</value>
    internal bool ReplacesUncommitted { get; init; }

    /// <summary>Gets the commit token, by which a repeated attempt recognises that it has already won.</summary>
    public string Token { get; } = CommitToken.Create();
}
