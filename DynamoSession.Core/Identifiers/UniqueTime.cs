using System.Runtime.CompilerServices;

namespace DynamoSession.Core.Identifiers;

/// <summary>
/// Times by which a sign-in and a revocation are put in order. Within a process, each is later than the one before, even if the clock stands
/// still. They are stored in microseconds.
/// </summary>
internal static class UniqueTime
{
    private static readonly ConditionalWeakTable<TimeProvider, Last> Clocks = [];
    private static readonly long Latest = ToMicroseconds(DateTimeOffset.MaxValue);

    /// <summary>Returns the current time, or a later one that has not been returned for this clock before.</summary>
    public static DateTimeOffset Next(TimeProvider clock)
    {
        var last = Clocks.GetOrCreateValue(clock);
        lock (last)
        {
            last.Time = Math.Max(last.Time + 1, ToMicroseconds(clock.GetUtcNow()));
            return FromMicroseconds(last.Time);
        }
    }

    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static bool IsTime(long microseconds) => microseconds >= 0 && microseconds <= Latest;

    private sealed class Last
    {
        public long Time { get; set; }
    }
}
