namespace DynamoSession.Core;

/// <summary>A live session in a list: what can be shown of it, without its fields and without anything that opens it.</summary>
public sealed class SessionSummary
{
    /// <summary>Gets the public id, as <c>ISession.Id</c>. It does not grant access to the session.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the user that the session is bound to; <see langword="null"/> for a session without a user.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets what the application has set with <c>session.Describe</c>; <see langword="null"/> for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Gets when the session was created, in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// Gets when the session was last known to be in use, computed from its expiry: the last use may be later by the touch interval, and by more
    /// once the session's absolute timeout is closer than its idle timeout.
    /// </summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Gets when the session expires unless it is used again, in whole seconds.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets whether the session's cookie is kept when the browser is closed, regardless of the application's setting.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Gets an upper bound of the size of the session's fields in bytes; <see langword="null"/> if it is not known.</summary>
    public long? Size { get; init; }
}
