namespace DynamoSession.Core.Migration;

/// <summary>Says what an old session becomes: one that lives no shorter than it would have lived there.</summary>
internal sealed class SessionConversion
{
    /// <summary>Gets which of the old stores it is, see <see cref="LegacyStoreNames"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Gets the application's idle timeout, for sessions whose record tells none.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Gets the application's absolute timeout; <see cref="Timeout.InfiniteTimeSpan"/> for none. The time before the conversion does not count.</summary>
    public required TimeSpan AbsoluteTimeout { get; init; }

    /// <summary>Gets how long the old cookie goes on opening the session of a person who has come with it.</summary>
    /// <value>The default, <see langword="null"/>, is as long as the old session would have lived without being used again.</value>
    public TimeSpan? Grace { get; init; }

    /// <summary>Describes the session of a person who has come with the old cookie.</summary>
    /// <param name="id">The public id of the new session.</param>
    /// <param name="legacyId">The session's id in the old store.</param>
    /// <param name="old">The old session.</param>
    /// <param name="now">The time.</param>
    public SessionCreation Describe(string id, string legacyId, LegacySession old, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(old);
        return Describe(id, legacyId, old, isAhead: false, replacesUncommitted: false, Grace, idleStart: now, now);
    }

    /// <summary>Describes the session of a person who has not come, and may come as late as the old record would have allowed.</summary>
    /// <param name="id">The public id of the new session.</param>
    /// <param name="legacyId">The session's id in the old store.</param>
    /// <param name="old">The old session. One without an end has until the absolute timeout, or 400 days if there is none.</param>
    /// <param name="isAhead">See <see cref="SessionOrigin.IsAhead"/>.</param>
    /// <param name="replacesUncommitted">See <see cref="SessionCreation.ReplacesUncommitted"/>.</param>
    /// <param name="now">The time.</param>
    public SessionCreation DescribeUnused(string id, string legacyId, LegacySession old, bool isAhead, bool replacesUncommitted, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(old);

        var lifetime = AbsoluteTimeout == Timeout.InfiniteTimeSpan ? SessionCreation.LongestIdleTimeout : AbsoluteTimeout;
        return Describe(id, legacyId, old, isAhead, replacesUncommitted, grace: null, idleStart: old.ExpiresAt is null ? now + lifetime : now, now);
    }

    private SessionCreation Describe(
        string id, string legacyId, LegacySession old, bool isAhead, bool replacesUncommitted, TimeSpan? grace, DateTimeOffset idleStart, DateTimeOffset now)
    {
        var idleTimeout = IdleTimeoutOf(old, now);
        var absoluteEnd = AbsoluteTimeout == Timeout.InfiniteTimeSpan ? (DateTimeOffset?)null : Later(now + AbsoluteTimeout, old.ExpiresAt);
        var idleEnd = Later(idleStart + idleTimeout, old.ExpiresAt);
        var expiresAt = absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
        return new SessionCreation
        {
            Id = id,
            Fields = old.Fields,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = idleTimeout == IdleTimeout ? null : idleTimeout,
            IsPersistent = old.IsPersistent,
            ReplacesUncommitted = replacesUncommitted,
            Origin = new SessionOrigin
            {
                Store = Store,
                LegacyId = legacyId,
                OpensUntil = grace is { } time ? now + time : old.ExpiresAt ?? expiresAt,
                IsAhead = isAhead,
                CookiePath = old.CookiePath,
                CookieDomain = old.CookieDomain,
            },
        };
    }

    private TimeSpan IdleTimeoutOf(LegacySession old, DateTimeOffset now)
    {
        // A record that only tells its end lives until then, used or not.
        var wanted = old.IdleTimeout ?? (old.ExpiresAt is { } end && end - now > IdleTimeout ? end - now : IdleTimeout);
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(
            wanted.TotalSeconds, SessionCreation.ShortestIdleTimeout.TotalSeconds, SessionCreation.LongestIdleTimeout.TotalSeconds)));
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;
}
