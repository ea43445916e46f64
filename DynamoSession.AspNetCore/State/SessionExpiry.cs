using DynamoSession.Core;
using DynamoSession.Core.Identifiers;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.State;

/// <summary>Computes expiry times. They are stored in whole seconds, rounded down, so that a session may expire early but never late.</summary>
internal sealed class SessionExpiry(IOptions<DynamoSessionOptions> options, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Gets the current time, by which a sign-in and a revocation are put in order.</summary>
    public DateTimeOffset UniqueNow => UniqueTime.Next(clock);

    /// <summary>Returns how long a session lives from its creation, however much it is used; infinite for no limit.</summary>
    /// <param name="record">The session; null if it is not stored yet.</param>
    public TimeSpan AbsoluteTimeoutOf(SessionRecord? record) => record is null
        ? options.Value.AbsoluteTimeout
        : record.AbsoluteExpiresAt - record.CreatedAt ?? Timeout.InfiniteTimeSpan;

    /// <summary>Returns when a session expires however much it is used; null for never.</summary>
    /// <param name="record">The session; null if it is not stored yet.</param>
    /// <param name="ownTimeout">For how long it should live from now on; null to leave it as it is.</param>
    public DateTimeOffset? AbsoluteExpiry(SessionRecord? record, TimeSpan? ownTimeout)
    {
        if (record is not null && ownTimeout is null)
        {
            return record.AbsoluteExpiresAt;
        }

        var timeout = ownTimeout ?? options.Value.AbsoluteTimeout;
        return timeout == Timeout.InfiniteTimeSpan ? null : WholeSeconds(Now + timeout);
    }

    /// <summary>Returns when a session that is used now expires unless it is used again.</summary>
    public DateTimeOffset AfterUse(TimeSpan idleTimeout, DateTimeOffset? absoluteExpiry)
    {
        var idleEnd = WholeSeconds(Now + idleTimeout);
        return absoluteExpiry < idleEnd ? absoluteExpiry.Value : idleEnd;
    }

    /// <summary>Returns the expiry to which a session that is used now should be extended; null while that would extend it by too little.</summary>
    public DateTimeOffset? TouchUntil(SessionRecord record, TimeSpan idleTimeout)
    {
        var expiresAt = AfterUse(idleTimeout, record.AbsoluteExpiresAt);
        var gain = expiresAt - record.ExpiresAt;
        return gain > TimeSpan.Zero && gain >= options.Value.TouchAfterOf(idleTimeout) ? expiresAt : null;
    }

    /// <summary>Returns when a session must be extended although its request still runs; null if it cannot be extended.</summary>
    public DateTimeOffset? KeepAliveAt(SessionRecord record, TimeSpan idleTimeout) =>
        record.ExpiresAt > Now && record.ExpiresAt != record.AbsoluteExpiresAt ? record.ExpiresAt - (idleTimeout / 2) : null;

    /// <summary>Creates a timer of the clock by which sessions expire. It doesn't run yet.</summary>
    public ITimer CreateTimer(TimerCallback callback, object state) => clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
