using DynamoSession.Core.Fields;
using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core;

/// <summary>A session to create. Retrying with the same instance creates it at most once.</summary>
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

    /// <summary>Gets when the session was created. It is stored in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the session expires unless it is used again. It is stored in whole seconds.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets when the session expires regardless of use; <see langword="null"/> for never.</summary>
    public required DateTimeOffset? AbsoluteExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout. It is stored in whole seconds.</summary>
    /// <value>The default, <see langword="null"/>, is the application's idle timeout.</value>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the user that the session is bound to.</summary>
    /// <value>The default is <see langword="null"/>, none.</value>
    public string? UserId { get; init; }

    /// <summary>
    /// Gets when the session began to be bound to its user: a revocation of all sessions of the user since then refuses the write. For the copy
    /// of a session, when that was bound.
    /// </summary>
    /// <value>The default, <see langword="null"/>, is the time of the write.</value>
    public DateTimeOffset? UserSince { get; init; }

    /// <summary>Gets how many sessions the user may have, with this one.</summary>
    /// <value>The default is <see langword="null"/>, for no limit.</value>
    public SessionLimit? Limit { get; init; }

    /// <summary>Gets the public id of the session that this one continues; a revocation that spares that one spares this one too.</summary>
    /// <value>The default is <see langword="null"/>, for a new session.</value>
    public string? PredecessorId { get; init; }

    /// <summary>Gets what the application shows of the session in lists.</summary>
    /// <value>The default is <see langword="null"/>, nothing.</value>
    public string? Description { get; init; }

    /// <summary>Gets whether the session's cookie is kept when the browser is closed, regardless of the application's setting.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsPersistent { get; init; }

    /// <summary>Gets the ticket of the user's sign-in.</summary>
    /// <value>The default is <see langword="null"/>, none.</value>
    public ReadOnlyMemory<byte>? Ticket { get; init; }

    /// <summary>
    /// Gets the origin of a migrated session. Its id is derived from the legacy id, so it may replace an expired session with that id, or a
    /// copy made ahead; but never a tombstone or another live session.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the session was not migrated.</value>
    internal SessionOrigin? Origin { get; init; }

    /// <summary>Gets the initial version.</summary>
    /// <value>The default is 1. A renewed session keeps its version.</value>
    public long Version { get; init; } = 1;

    /// <summary>Gets whether an ended session with the same id is replaced, like ASP.NET Core's own session middleware does.</summary>
    /// <value>The default is <see langword="false"/>: an id is never reused.</value>
    public bool ReplacesEnded { get; init; }

    /// <summary>
    /// Gets whether a migrated session without a commit is replaced while its legacy cookie is still accepted, because the legacy record is
    /// newer.
    /// </summary>
    /// <value>The default is <see langword="false"/>. Requires an <see cref="Origin"/>.</value>
    internal bool ReplacesUncommitted { get; init; }

    /// <summary>Gets or sets when a table has bound the session, which is after a revocation that has spared it; null if it has not been bound.</summary>
    internal DateTimeOffset? BoundAt { get; set; }

    /// <summary>Gets the commit token, by which a retry recognizes that an earlier attempt was applied.</summary>
    public string Token { get; } = CommitToken.Create();
}
