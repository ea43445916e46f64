using DynamoSession.Core.Fields;

namespace DynamoSession.Core;

/// <summary>A live session as loaded from the table.</summary>
public sealed class SessionRecord
{
    /// <summary>Gets the public id: the table key without its prefix. It does not grant access to the session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the fields by name.</summary>
    public required IReadOnlyDictionary<string, SessionValue> Fields { get; init; }

    /// <summary>Gets the number of commits since the session was created.</summary>
    public required long Version { get; init; }

    /// <summary>Gets when the session was created, in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the session expires unless it is used again, in whole seconds.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets when the session expires regardless of use, in whole seconds; <see langword="null"/> for never.</summary>
    public required DateTimeOffset? AbsoluteExpiresAt { get; init; }

    /// <summary>Gets the session's own idle timeout; <see langword="null"/> if the application's idle timeout applies.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Gets the user that the session is bound to; <see langword="null"/> if there is none.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets when the session was bound to its user, in whole microseconds; <see langword="null"/> if there is no user, or it is not known.</summary>
    public DateTimeOffset? UserSince { get; init; }

    /// <summary>Gets what the application shows of the session in lists; <see langword="null"/> for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Gets whether the session's cookie is kept when the browser is closed, regardless of the application's setting.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Gets the ticket of the user's sign-in; <see langword="null"/> if none is stored. Not a field: a table only keeps its bytes.</summary>
    public ReadOnlyMemory<byte>? Ticket { get; init; }

    /// <summary>
    /// Gets whether a request held the exclusive lease when the session was loaded, and its duration had not elapsed. Requests that wait for
    /// the lease try to acquire it only when this is <see langword="false"/>.
    /// </summary>
    public bool IsLeased { get; init; }

    /// <summary>Gets the origin of a migrated session; <see langword="null"/> for other sessions.</summary>
    internal SessionOrigin? Origin { get; init; }

    /// <summary>Gets the value that contains the fields, for tables that compare it; otherwise <see langword="null"/>.</summary>
    internal SessionValue? Content { get; init; }

    /// <summary>Gets the upper bound of the fields' size in bytes, for tables that store it; otherwise <see langword="null"/>.</summary>
    internal long? SizeBound { get; init; }

    /// <summary>Gets whether tokens of recent commits may be missing.</summary>
    internal bool HasRemovedTokens { get; init; }

    /// <summary>Gets the tokens of recent commits with their times in Unix seconds.</summary>
    public required IReadOnlyDictionary<string, long> CommitTokens { get; init; }
}
