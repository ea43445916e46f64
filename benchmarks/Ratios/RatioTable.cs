using Amazon;
using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Items;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>
/// What the session's part of a request costs, as a multiple of plain calls of the SDK for the same item: processor time and allocated bytes, on a
/// DynamoDB that responds at once.
/// </summary>
internal static class RatioTable
{
    /// <summary>The table of each kind of request, for each size of the session.</summary>
    public const string Sizes = "sizes";

    /// <summary>The table of sessions that have few or many fields.</summary>
    public const string Fields = "fields";

    /// <summary>The table of requests that change few or many fields.</summary>
    public const string Changes = "changes";

    /// <summary>How the cost of reading one field grows with the session.</summary>
    public const string Growth = "growth";

    private static readonly RequestKind[] Kinds = Enum.GetValues<RequestKind>();

    /// <param name="part">One of the tables; null for all.</param>
    /// <param name="rounds">How often everything is measured.</param>
    public static async Task PrintAsync(string? part, int rounds)
    {
        if (part is null or Sizes)
        {
            await Console.Out.WriteLineAsync(RatioLines.Head);
            foreach (var kiloBytes in new[] { 2, 20, 200 })
            {
                await PrintSizeAsync(kiloBytes, rounds);
            }
        }

        if (part is null or Fields)
        {
            await Console.Out.WriteLineAsync($"\n{RatioLines.Head}");
            foreach (var fields in new[] { 10, 100, 1_000 })
            {
                await PrintFieldsAsync(fields, rounds);
            }
        }

        if (part is null or Changes)
        {
            await Console.Out.WriteLineAsync($"\n{RatioLines.Head}");
            foreach (var kiloBytes in new[] { 2, 20 })
            {
                await PrintChangesAsync(kiloBytes, rounds);
            }
        }

        if (part is null or Growth)
        {
            await GrowthTable.PrintAsync(rounds);
        }
    }

    /// <summary>Runs the cheapest request for some seconds, for a profiler to watch.</summary>
    public static async Task ReadForAProfilerAsync()
    {
        const int Requests = 400_000;
        using var canned = new CannedDynamoDb(kiloBytes: 2);
        AWSConfigs.HttpClientFactory = canned.Factory;
        await using var wire = SessionRequests.Start(usesSdk: false);
        for (var request = 0; request < Requests; request++)
        {
            await wire.SendAsync(RequestKind.OneField);
        }
    }

    private static async Task PrintSizeAsync(int kiloBytes, int rounds)
    {
        using var canned = new CannedDynamoDb(kiloBytes);
        await using var comparison = new Comparison($"{kiloBytes} KB", canned, rounds, calls: Math.Max(20, 600 / Math.Max(1, kiloBytes / 10)));
        foreach (var kind in Kinds.Where(kind => kind != RequestKind.Viewed || SessionContent.ViewedLines(kiloBytes * 1_000) > 0))
        {
            comparison.Add(RatioLines.NameOf(kind), kind, changes: kind == RequestKind.ManyChanges ? 250 : kind == RequestKind.Change ? 1 : 0);
        }

        await comparison.PrintAsync();
    }

    private static async Task PrintFieldsAsync(int fields, int rounds)
    {
        const int Bytes = 20_000;
        using var canned = new CannedDynamoDb(fields, Bytes / fields);
        await using var comparison = new Comparison($"20 KB in {fields} fields", canned, rounds, calls: 300);
        comparison.Add(RatioLines.NameOf(RequestKind.OneField), RequestKind.OneField, changes: 0);
        comparison.Add(RatioLines.NameOf(RequestKind.Change), RequestKind.Change, changes: 1);
        await comparison.PrintAsync();
    }

    private static async Task PrintChangesAsync(int kiloBytes, int rounds)
    {
        using var canned = new CannedDynamoDb(kiloBytes);
        await using var comparison = new Comparison($"{kiloBytes} KB", canned, rounds, calls: 200);
        foreach (var changes in new[] { 1, 10, 100, 250, 300 })
        {
            comparison.Add(changes == 1 ? "1 field changed" : $"{changes} fields changed", RequestKind.ManyChanges, changes);
        }

        await comparison.PrintAsync();
    }
}
