namespace DynamoSession.Core;

/// <summary>The answer to a look-up: the session, or why there is none.</summary>
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

    /// <summary>A live session was found.</summary>
    /// <param name="record">The session.</param>
    public static SessionLoadResult Live(SessionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(SessionLoadStatus.Live, record);
    }

    /// <summary>No live session was found.</summary>
    /// <param name="status">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is <see cref="SessionLoadStatus.Live"/>.</exception>
    public static SessionLoadResult None(SessionLoadStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, SessionLoadStatus.Live);
        return new(status, record: null);
    }
}
