using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Describes an old session as a new one that lives no shorter.</summary>
internal static class MigratedSession
{
    public static SessionCreation Describe(string id, string oldId, OldSession old, IMigrationSource source, SessionServices services)
    {
        var now = services.Clock.GetUtcNow();
        var options = services.Options;
        var idleTimeout = IdleTimeoutOf(old, options, now);
        var absoluteEnd = options.AbsoluteTimeout == Timeout.InfiniteTimeSpan
            ? (DateTimeOffset?)null
            : Later(now + options.AbsoluteTimeout, old.ExpiresAt);
        var idleEnd = Later(now + idleTimeout, old.ExpiresAt);
        var expiresAt = absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
        return new SessionCreation
        {
            Id = id,
            Fields = old.Fields,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            AbsoluteExpiresAt = absoluteEnd,
            IdleTimeout = idleTimeout == options.IdleTimeout ? null : idleTimeout,
            IsPersistent = old.IsPersistent,
            Origin = new SessionOrigin
            {
                Store = source.Name,
                OldId = oldId,
                OpensUntil = source.Options.Grace is { } grace ? now + grace : old.ExpiresAt ?? expiresAt,
                CookiePath = old.CookiePath,
                CookieDomain = old.CookieDomain,
            },
        };
    }

    private static TimeSpan IdleTimeoutOf(OldSession old, DynamoSessionOptions options, DateTimeOffset now)
    {
        // A record that only tells its end lives until then, used or not.
        var wanted = old.IdleTimeout ?? (old.ExpiresAt is { } end && end - now > options.IdleTimeout ? end - now : options.IdleTimeout);
        return TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(wanted.TotalSeconds, SessionRules.ShortestIdle.TotalSeconds, SessionRules.LongestIdle.TotalSeconds)));
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;
}
