using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Ratios;
using DynamoSession.Benchmarks.Stores;

namespace DynamoSession.Benchmarks.Prices;

/// <summary>What DynamoDB Local has reported for real requests of one system.</summary>
/// <param name="System">The system.</param>
/// <param name="Creation">The first request.</param>
/// <param name="Change">A request that changes a field, soon after another.</param>
/// <param name="Reading">A visit that reads a field, by the time between two visits.</param>
/// <param name="Browsing">The same, when each tenth visit changes a field.</param>
internal sealed record PricedVisits(
    PricedSystem System, Consumption Creation, Consumption Change, IReadOnlyList<Consumption> Reading, IReadOnlyList<Consumption> Browsing)
{
    /// <summary>Gets the times between two visits of a browser.</summary>
    public static IReadOnlyList<TimeSpan> Intervals { get; } = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(300)];

    // With what each store adds, the item has between 1 and 2 KB in all of them.
    private const int SessionBytes = 1_300;

    public static async Task<PricedVisits> CountAsync(PricedSystem system, string table, RecordingProcess recording, int maxVisits)
    {
        await using var application = await ApplicationProcess.StartAsync(system.Kind, recording.Address, system.Settings(table));
        var creation = await CountAsync(visits: 0, interval: default, changeEach: null);
        var change = await CountAsync(visits: 10, TimeSpan.FromSeconds(10), changeEach: 1);
        var reading = new List<Consumption>();
        var browsing = new List<Consumption>();
        foreach (var interval in Intervals)
        {
            // Whole tens, for an hour or more.
            var visits = Math.Clamp((int)(TimeSpan.FromHours(1) / interval), Math.Min(40, maxVisits), maxVisits);
            reading.Add(PerVisit(await CountAsync(visits, interval, changeEach: null), visits));
            browsing.Add(PerVisit(await CountAsync(visits, interval, changeEach: 10), visits));
        }

        return new(system, creation, PerVisit(change, visits: 10), reading, browsing);

        // What the visits of one browser consume, the first included.
        async Task<Consumption> CountAsync(int visits, TimeSpan interval, int? changeEach)
        {
            var before = await recording.CountAsync();
            using var browser = new Browser(application.Address);
            await browser.ArriveAsync(SessionBytes);
            await Task.Delay(SessionKinds.CommitAfterResponse(system.Kind), TimeProvider.System);
            for (var visit = 1; visit <= visits; visit++)
            {
                await browser.VisitAsync(visit % changeEach == 0 ? RequestKind.Change : RequestKind.OneField, interval);
            }

            await Task.Delay(SessionKinds.CommitAfterResponse(system.Kind), TimeProvider.System);
            var traffic = (await recording.CountAsync()).Since(before, requests: 1);
            return new(traffic.ReadUnits, traffic.WriteUnits);
        }

        Consumption PerVisit(Consumption all, int visits) =>
            new((all.ReadUnits - creation.ReadUnits) / visits, (all.WriteUnits - creation.WriteUnits) / visits);
    }
}
