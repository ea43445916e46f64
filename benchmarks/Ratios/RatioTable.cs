using System.Globalization;
using Amazon;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Benchmarks.Items;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>
/// What the session's part of a request costs, as a multiple of plain calls of the SDK for the same item: processor time and allocated bytes, on a
/// DynamoDB that responds at once. Everything is measured in turns, so that what else the machine does concerns all of it.
/// </summary>
internal static class RatioTable
{
    private const int Rounds = 15;
    private const int Calls = 600;

    private static readonly RequestKind[] Kinds = Enum.GetValues<RequestKind>();

    public static async Task PrintAsync()
    {
        await Console.Out.WriteLineAsync("| Session | Request | Path | Processor time (quartiles) | Bytes | Median in μs | Bytes, absolute |\n|---|---|---|---|---|---|---|");
        foreach (var kiloBytes in new[] { 2, 20, 200 })
        {
            await PrintAsync(kiloBytes);
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

    private static async Task PrintAsync(int kiloBytes)
    {
        using var canned = new CannedDynamoDb(kiloBytes);
        AWSConfigs.HttpClientFactory = canned.Factory;
        using var client = canned.CreateClient();
        var request = new GetItemRequest { TableName = "sessions", Key = new() { ["id"] = new("s1#canned") }, ConsistentRead = true };
        var update = new UpdateItemRequest
        {
            TableName = "sessions",
            Key = new() { ["id"] = new("s1#canned") },
            UpdateExpression = "SET sess.changes = :c",
            ExpressionAttributeValues = new() { [":c"] = new() { N = "1" } },
        };

        var getItem = new Measured(() => client.GetItemAsync(request));
        var getAndUpdate = new Measured(async () =>
        {
            await client.GetItemAsync(request);
            await client.UpdateItemAsync(update);
        });
        var many = ManyChanges();
        var getAndUpdateMany = new Measured(async () =>
        {
            await client.GetItemAsync(request);
            await client.UpdateItemAsync(many);
        });
        await using var wire = SessionRequests.Start(usesSdk: false);
        await using var sdk = SessionRequests.Start(usesSdk: true);
        var subjects = Kinds.Select(kind => (Kind: kind, Path: "wire", Session: new Measured(() => wire.SendAsync(kind))))
            .Concat(Kinds.Select(kind => (Kind: kind, Path: "SDK", Session: new Measured(() => sdk.SendAsync(kind)))))
            .ToArray();
        await using var without = SessionRequests.StartWithout();
        var bare = new Measured(() => without.SendAsync(RequestKind.OneField));
        Measured[] all = [getItem, getAndUpdate, getAndUpdateMany, bare, .. subjects.Select(subject => subject.Session)];
        var calls = Math.Max(20, Calls / Math.Max(1, kiloBytes / 10));
        for (var round = -3; round < Rounds; round++)
        {
            foreach (var measured in all)
            {
                await measured.RunAsync(calls, isCounted: round >= 0);
            }
        }

        await Console.Out.WriteLineAsync(Line(kiloBytes, "GetItem", "plain SDK", getItem, bare: null, getItem));
        foreach (var (kind, path, session) in subjects)
        {
            var baseline = kind switch
            {
                RequestKind.Change => getAndUpdate,
                RequestKind.ManyChanges => getAndUpdateMany,
                _ => getItem,
            };
            await Console.Out.WriteLineAsync(Line(kiloBytes, kind.ToString(), path, session, bare, baseline));
        }
    }

    /// <summary>Sets as many fields as <see cref="RequestKind.ManyChanges"/>.</summary>
    private static UpdateItemRequest ManyChanges()
    {
        var fields = Enumerable.Range(0, SessionRequests.ManyChanges).ToArray();
        return new()
        {
            TableName = "sessions",
            Key = new() { ["id"] = new("s1#canned") },
            UpdateExpression = $"SET {string.Join(", ", fields.Select(field => $"#s.#{field} = :{field}"))}",
            ExpressionAttributeNames = fields.Select(field => KeyValuePair.Create($"#{field}", $"c{field}")).Append(new("#s", "sess")).ToDictionary(),
            ExpressionAttributeValues = fields.ToDictionary(field => $":{field}", _ => new AttributeValue { N = "1" }),
        };
    }

    private static string Line(int kiloBytes, string name, string path, Measured measured, Measured? bare, Measured baseline)
    {
        var times = Enumerable.Range(0, Rounds).Select(round => (measured.Microseconds[round] - (bare?.Microseconds[round] ?? 0)) / baseline.Microseconds[round]).Order().ToArray();
        var bytes = (measured.Bytes - (bare?.Bytes ?? 0)) / baseline.Bytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {kiloBytes} KB | {name} | {path} | {times[Rounds / 2]:F3} ({times[Rounds / 4]:F3}-{times[Rounds * 3 / 4]:F3}) | {bytes:F3} | {measured.Microseconds.Order().ElementAt(Rounds / 2):F1} | {measured.Bytes:F0} |");
    }
}
