using System.Collections.Concurrent;
using System.Globalization;
using DynamoSession.AspNetCore.Calls;

namespace DynamoSession.AspNetCore.Health;

/// <summary>Tells of throttled calls and skipped touches since a check last ran, or within the last minute if that is longer.</summary>
/// <remarks>The minute is for checks of one name that several load balancers request: what one of them has seen is not hidden from the others.</remarks>
internal sealed class StrainWindow(TableStrain strain, TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _lastChecks = new(StringComparer.Ordinal);

    /// <summary>Ends the window of a check and begins the next one.</summary>
    /// <param name="name">The name of the check.</param>
    /// <param name="data">Receives the counts.</param>
    /// <returns>What happened in the window.</returns>
    public IEnumerable<string> Close(string name, Dictionary<string, object> data)
    {
        var now = clock.GetUtcNow();
        var since = _lastChecks.GetValueOrDefault(name);
        _lastChecks[name] = now;
        if (since > now - Shortest)
        {
            since = now - Shortest;
        }

        var (throttled, throttledAt) = strain.ThrottledCalls.Read();
        var (shed, shedAt) = strain.ShedTouches.Read();
        data[HealthData.ThrottledCalls] = throttled;
        data[HealthData.ShedTouches] = shed;
        if (throttled > 0 && throttledAt > since)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"DynamoDB throttled calls: {throttled} since the application started, the last at {throttledAt:u}. Increase the table's capacity, or switch it to on-demand billing.");
        }

        if (shed > 0 && shedAt > since)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Sessions were not extended because of that, and may expire early: {shed} times since the application started, the last at {shedAt:u}.");
        }
    }
}
