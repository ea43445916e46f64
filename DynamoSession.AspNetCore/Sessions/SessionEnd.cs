namespace DynamoSession.AspNetCore.Sessions;

/// <summary>Reckons when a session ends. What is stored has whole seconds; rounding down ends a session early, never late.</summary>
internal static class SessionEnd
{
    /// <returns>When a session that begins now ends however much it is used; null for never.</returns>
    public static DateTimeOffset? Absolute(SessionServices services) =>
        services.Options.AbsoluteTimeout == Timeout.InfiniteTimeSpan ? null : WholeSeconds(services.Clock.GetUtcNow() + services.Options.AbsoluteTimeout);

    /// <returns>When a session that is used now ends unless it is used again.</returns>
    public static DateTimeOffset AfterUse(SessionServices services, TimeSpan idleTimeout, DateTimeOffset? absoluteEnd)
    {
        var idleEnd = WholeSeconds(services.Clock.GetUtcNow() + idleTimeout);
        return absoluteEnd < idleEnd ? absoluteEnd.Value : idleEnd;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
