namespace DynamoSession.Core.Migration;

/// <summary>Determines what a legacy session becomes here. It never expires earlier than it would have in the legacy application.</summary>
internal sealed class LegacySessionMapper
{
    /// <summary>Gets the legacy store, see <see cref="LegacyStoreNames"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Gets the application's idle timeout, for sessions whose legacy record does not contain one.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Gets the application's absolute timeout; <see cref="Timeout.InfiniteTimeSpan"/> for none. It is counted from the migration.</summary>
    public required TimeSpan AbsoluteTimeout { get; init; }

    /// <summary>Gets how long the legacy cookie is accepted after the request that migrated the session.</summary>
    /// <value>The default, <see langword="null"/>, is until the legacy session would have expired.</value>
    public TimeSpan? Grace { get; init; }

    /// <summary>Returns the session to create for a request with a legacy cookie.</summary>
    /// <param name="id">The public id of the new session.</param>
    /// <param name="legacyId">The session's id in the legacy store.</param>
    /// <param name="legacy">The legacy session.</param>
    /// <param name="now">The current time.</param>
    public SessionCreation ToCreation(string id, string legacyId, LegacySession legacy, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(legacy);
        return ToCreation(id, legacyId, legacy, isAhead: false, replacesUncommitted: false, Grace, idleStart: now, now);
    }

    /// <summary>Returns the session to create in a bulk migration. Its user may return as late as the legacy record would have allowed.</summary>
    /// <param name="id">The public id of the new session.</param>
    /// <param name="legacyId">The session's id in the legacy store.</param>
    /// <param name="legacy">The legacy session. If it has no expiry, it lives until the absolute timeout, or for 400 days if there is none.</param>
    /// <param name="isAhead">See <see cref="SessionOrigin.IsAhead"/>.</param>
    /// <param name="replacesUncommitted">See <see cref="SessionCreation.ReplacesUncommitted"/>.</param>
    /// <param name="now">The current time.</param>
    public SessionCreation ToBulkCreation(string id, string legacyId, LegacySession legacy, bool isAhead, bool replacesUncommitted, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(legacy);

        var lifetime = AbsoluteTimeout == Timeout.InfiniteTimeSpan ? SessionCreation.LongestIdleTimeout : AbsoluteTimeout;
        return ToCreation(id, legacyId, legacy, isAhead, replacesUncommitted, grace: null, idleStart: legacy.ExpiresAt is null ? now + lifetime : now, now);
    }

    private SessionCreation ToCreation(
        string id, string legacyId, LegacySession legacy, bool isAhead, bool replacesUncommitted, TimeSpan? grace, DateTimeOffset idleStart, DateTimeOffset now)
    {
        var idleTimeout = IdleTimeoutOf(legacy, now);
        var absoluteEnd = AbsoluteTimeout == Timeout.InfiniteTimeSpan ? (DateTimeOffset?)null : Later(now + AbsoluteTimeout, legacy.ExpiresAt);
        var idleEnd = Later(idleStart + idleTimeout, legacy.ExpiresAt);
        var expiresAt = absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
        return new SessionCreation
        {
            Id = id,
            Fields = legacy.Fields,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = idleTimeout == IdleTimeout ? null : idleTimeout,
            IsPersistent = legacy.IsPersistent,
            ReplacesUncommitted = replacesUncommitted,
            Origin = new SessionOrigin
            {
                Store = Store,
                LegacyId = legacyId,
                AcceptedUntil = grace is { } time ? now + time : legacy.ExpiresAt ?? expiresAt,
                IsAhead = isAhead,
                CookiePath = legacy.CookiePath,
                CookieDomain = legacy.CookieDomain,
            },
        };
    }

    private TimeSpan IdleTimeoutOf(LegacySession legacy, DateTimeOffset now)
    {
        // A record that only has an expiry lives until then, whether or not it is used.
        var idleTimeout = legacy.IdleTimeout ?? (legacy.ExpiresAt is { } end && end - now > IdleTimeout ? end - now : IdleTimeout);
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(
            idleTimeout.TotalSeconds, SessionCreation.ShortestIdleTimeout.TotalSeconds, SessionCreation.LongestIdleTimeout.TotalSeconds)));
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;
}
