using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.State;

namespace Microsoft.AspNetCore.Http;

/// <summary>Sets a session's lifetime in one call.</summary>
public static class DynamoSessionLifetimeExtensions
{
    /// <summary>
    /// Keeps the session for this long from now, whether it is used or not and whether the browser is closed or not, and no longer; for example
    /// because the user chose to stay signed in. Sets <see cref="IDynamoSession.AbsoluteTimeout"/>, <see cref="IDynamoSession.IdleTimeout"/> and
    /// <see cref="IDynamoSession.IsPersistent"/>.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="duration">How long: at least one minute, at most 400 days.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The session cannot be written, the response has started, or the sessions are shared with Express.
    /// </exception>
    public static void KeepFor(this IDynamoSession session, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(session);
        SessionRules.ThrowIfInvalidIdleTimeout(duration, Timeout.InfiniteTimeSpan);

        // First what can be refused. The absolute timeout must never be the shorter one.
        session.IsPersistent = true;
        if (session.IdleTimeout > duration)
        {
            session.IdleTimeout = duration;
        }

        session.AbsoluteTimeout = duration;
        session.IdleTimeout = duration;
    }
}
