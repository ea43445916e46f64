namespace DynamoSession.Core.Migration;

/// <summary>The result of loading a legacy session: the session, or why there is none.</summary>
internal sealed class LegacySessionResult
{
    private LegacySessionResult(LegacySessionStatus status, LegacySession? session)
    {
        Status = status;
        Session = session;
    }

    /// <summary>Gets what was found.</summary>
    public LegacySessionStatus Status { get; }

    /// <summary>Gets the session; <see langword="null"/> unless <see cref="Status"/> is <see cref="LegacySessionStatus.Live"/>.</summary>
    public LegacySession? Session { get; }

    /// <summary>Creates the result for a live session.</summary>
    /// <param name="session">The session.</param>
    public static LegacySessionResult Live(LegacySession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(LegacySessionStatus.Live, session);
    }

    /// <summary>Creates the result for a session that is missing, expired or corrupt.</summary>
    /// <param name="status">The reason.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is <see cref="LegacySessionStatus.Live"/>.</exception>
    public static LegacySessionResult NotLive(LegacySessionStatus status)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(status, LegacySessionStatus.Live);
        return new(status, session: null);
    }
}
