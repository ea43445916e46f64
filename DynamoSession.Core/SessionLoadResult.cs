namespace DynamoSession.Core;

/// <summary>The result of loading a session: the session, or why there is none.</summary>
public sealed class SessionLoadResult
{
    private SessionLoadResult(SessionLoadStatus status, SessionRecord? record)
    {
        Status = status;
        Record = record;
    }

    /// <summary>Gets what was found.</summary>
    public SessionLoadStatus Status { get; }

    /// <summary>Gets the session; <see langword="null"/> unless <see cref="Status"/> is <see cref="SessionLoadStatus.Live"/>.</summary>
    public SessionRecord? Record { get; }

    /// <summary>
    /// Gets whether the session was signed out, and does not continue under another id. Only if <see cref="Status"/> is
    /// <see cref="SessionLoadStatus.Dead"/>.
    /// </summary>
    public bool WasSignedOut { get; private init; }

    /// <summary>
    /// Gets whether the session continues under another id, and is ended there by <see cref="ISessionTable.DestroyAsync"/> with this one. Only
    /// if <see cref="Status"/> is <see cref="SessionLoadStatus.Dead"/>.
    /// </summary>
    public bool HasSuccessor { get; private init; }

    /// <summary>Gets the result for a session that got a new id a moment ago, and whose tombstone names that (<see cref="SessionFence.SuccessorId"/>).</summary>
    public static SessionLoadResult Renewed { get; } = new(SessionLoadStatus.Dead, record: null) { HasSuccessor = true };

    /// <summary>Gets the result for a session that was signed out a moment ago.</summary>
    public static SessionLoadResult SignedOut { get; } = new(SessionLoadStatus.Dead, record: null) { WasSignedOut = true };

    /// <summary>Creates the result for a live session.</summary>
    /// <param name="record">The session.</param>
    public static SessionLoadResult Live(SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(SessionLoadStatus.Live, record);
    }

    /// <summary>Creates the result for a session that is not live or not available.</summary>
    /// <param name="status">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is <see cref="SessionLoadStatus.Live"/>.</exception>
    public static SessionLoadResult None(SessionLoadStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, SessionLoadStatus.Live);
        return new(status, record: null);
    }
}
