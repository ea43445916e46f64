namespace DynamoSession.Core;

/// <summary>The answer to a look-up in an old store: the session, or why there is none.</summary>
public sealed class OldSessionResult
{
    private OldSessionResult(OldSessionStatus status, OldSession? session)
    {
        Status = status;
        Session = session;
    }

    /// <summary>Gets what was found.</summary>
    public OldSessionStatus Status { get; }

    /// <summary>Gets the session; <see langword="null"/> unless <see cref="Status"/> is <see cref="OldSessionStatus.Live"/>.</summary>
    public OldSession? Session { get; }

    /// <summary>A live session was found.</summary>
    /// <param name="session">The session.</param>
    public static OldSessionResult Live(OldSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(OldSessionStatus.Live, session);
    }

    /// <summary>No live session was found.</summary>
    /// <param name="status">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is <see cref="OldSessionStatus.Live"/>.</exception>
    public static OldSessionResult None(OldSessionStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, OldSessionStatus.Live);
        return new(status, session: null);
    }
}
