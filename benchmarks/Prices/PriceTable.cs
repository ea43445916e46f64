using System.Globalization;
using DynamoSession.Benchmarks.Stores;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Benchmarks.Prices;

/// <summary>
/// What sessions cost: units that DynamoDB Local reports for real requests of each system, on a clock on which visits are seconds or minutes apart, at
/// the prices of the operator's tool.
/// </summary>
internal static class PriceTable
{
    private const double RequestsPerMinute = 100_000;
    private const double NewPerMonth = 1_000_000;
    private const double UpdatesPerMonth = 2_000_000;
    private const decimal StoredGigabytes = 16;

    /// <summary>The price of a GB for a month in us-east-1, https://aws.amazon.com/dynamodb/pricing/on-demand/.</summary>
    private const decimal StoragePrice = 0.25m;

    /// <param name="maxVisits">How often a browser comes at most.</param>
    public static async Task PrintAsync(int maxVisits)
    {
        using var engine = await EngineProcess.StartAsync(isBrief: true);
        await using var recording = await RecordingProcess.StartAsync(engine.Endpoint);
        await recording.SetModeAsync(RecordingMode.Count);
        var all = new List<PricedVisits>();
        foreach (var (number, system) in PricedSystem.All.Index())
        {
            var table = $"sessions-{number}";
            await LocalTables.CreateAsync(engine.Endpoint, table);
            all.Add(await PricedVisits.CountAsync(system, table, recording, maxVisits));
        }

        await PrintAsync("Visits that read, × one eventually consistent read", all, visits => visits.Reading, _ => Consumption.Ideal);
        await PrintAsync("Each tenth visit changes a field, × one eventually consistent read and that change", all, visits => visits.Browsing, visits => new(
            Consumption.Ideal.ReadUnits, visits.Change.WriteUnits / 10));
        await PrintMonthAsync(all);
    }

    private static async Task PrintAsync(string title, List<PricedVisits> all, Func<PricedVisits, IReadOnlyList<Consumption>> countedOf, Func<PricedVisits, Consumption> idealOf)
    {
        // What a change must write at least is what it writes here.
        var ideal = idealOf(all[0]).Price(1);
        await Console.Out.WriteLineAsync($"\n{title}\n\n| Sessions | IdleTimeout | TouchAfter | {PerInterval(interval => $"every {interval.TotalSeconds} s")} |\n|---|---|---|---|---|---|---|");
        foreach (var visits in all)
        {
            var counted = countedOf(visits);
            await Console.Out.WriteLineAsync($"| {Label(visits)} | {string.Join(" | ", counted.Select(visit => (visit.Price(1) / ideal).ToString("F2", CultureInfo.InvariantCulture)))} |");
        }
    }

    private static async Task PrintMonthAsync(List<PricedVisits> all)
    {
        var requests = new SessionTool.Cost.Workload(RequestsPerMinute, Bytes: 0, WriteShare: 0, NewPerMonth: 0, Interval: default).RequestsPerMonth;
        await Console.Out.WriteLineAsync($"\nThe reference workload, US dollars a month\n\n| Sessions | IdleTimeout | TouchAfter | {PerInterval(interval => $"a visit every {interval.TotalSeconds} s")} |\n|---|---|---|---|---|---|---|");
        await Console.Out.WriteLineAsync($"| the ideal: an eventually consistent read a visit, and the changes | - | - | {PerInterval(_ => Month(Consumption.Ideal, all[0]))} |");
        foreach (var visits in all)
        {
            await Console.Out.WriteLineAsync($"| {Label(visits)} | {string.Join(" | ", visits.Reading.Select(reading => Month(reading, visits)))} |");
        }

        string Month(Consumption reading, PricedVisits visits)
        {
            var price = reading.Price(requests - UpdatesPerMonth) + visits.Change.Price(UpdatesPerMonth) + visits.Creation.Price(NewPerMonth) + (StoredGigabytes * StoragePrice);
            return price.ToString("N0", CultureInfo.InvariantCulture);
        }
    }

    private static string Label(PricedVisits visits) =>
        $"{visits.System.Name} | {visits.System.IdleTimeout.ToString("c", CultureInfo.InvariantCulture)} | {visits.System.TouchAfter?.ToString("c", CultureInfo.InvariantCulture) ?? "-"}";

    private static string PerInterval(Func<TimeSpan, string> text) => string.Join(" | ", PricedVisits.Intervals.Select(text));
}
