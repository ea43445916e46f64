using DynamoSession.Core;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.State;

/// <summary>Computes expiry times. What is stored has whole seconds; rounding down ends a session early, never late.</summary>
internal sealed class SessionExpiry(IOptions<DynamoSessionOptions> options, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Returns when a session that begins now ends however much it is used; null for never.</summary>
    public DateTimeOffset? AbsoluteEnd() =>
        options.Value.AbsoluteTimeout == Timeout.InfiniteTimeSpan ? null : WholeSeconds(Now + options.Value.AbsoluteTimeout);

    /// <summary>Returns when a session that is used now ends unless it is used again.</summary>
    public DateTimeOffset AfterUse(TimeSpan idleTimeout, DateTimeOffset? absoluteEnd)
    {
        var idleEnd = WholeSeconds(Now + idleTimeout);
        return absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
    }

    /// <summary>Returns until when a touch is to extend a session that is used now; null while that would gain too little.</summary>
    public DateTimeOffset? TouchUntil(SessionRecord record, TimeSpan idleTimeout)
    {
        var end = AfterUse(idleTimeout, record.AbsoluteExpiresAt);
        var gain = end - record.ExpiresAt;
        return gain > TimeSpan.Zero && gain >= options.Value.TouchAfterOf(idleTimeout) ? end : null;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
