using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.State;

/// <summary>Computes expiry times. They are stored in whole seconds, rounded down, so that a session may expire early but never late.</summary>
internal sealed class SessionExpiry(IOptions<DynamoSessionOptions> options, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeSpan AbsoluteTimeout => options.Value.AbsoluteTimeout;

    /// <summary>Returns when a new session expires however much it is used; null for never.</summary>
    public DateTimeOffset? AbsoluteExpiry() =>
        options.Value.AbsoluteTimeout == Timeout.InfiniteTimeSpan ? null : WholeSeconds(Now + options.Value.AbsoluteTimeout);

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
    public ITimer CreateTimer(TimerCallback callback) => clock.CreateTimer(callback, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
