using System.Diagnostics;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Directory;

/// <summary>Scans of a large table keep to their budget of capacity.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class DirectoryScanTests
{
    private const int Batch = 25;

    [Test]
    public async Task A_scan_of_many_sessions_consumes_no_more_than_its_budget()
    {
        var count = ProofRun.Count(small: 1_000, ci: 10_000, @long: 100_000);
        var (dynamoDb, table) = (await TestEngine.ClientAsync(), new SessionTableOptions { TableName = await TestEngine.CreateSessionTableAsync() });
        var expired = await FillAsync(table, count);
        var unitsPerSecond = count / 50d;
        var directory = new DynamoDbSessionDirectory(
            dynamoDb, table, new SessionDirectoryOptions { ReadUnitsPerSecond = unitsPerSecond, WriteUnitsPerSecond = unitsPerSecond }, TimeProvider.System);

        var (counted, countTime, countUnits) = await MeasureAsync(scan => directory.CountAsync(scan));
        var (reaped, reapTime, reapUnits) = await MeasureAsync(scan => directory.ReapExpiredAsync(scan));

        await TestContext.Out.WriteLineAsync(
            $"{count} sessions, {unitsPerSecond} units per second: counted {counted} in {countTime.TotalSeconds:0.0} s with {countUnits} units; "
            + $"deleted {reaped} in {reapTime.TotalSeconds:0.0} s with {reapUnits} units.");
        Assert.Multiple(() =>
        {
            Assert.That((counted, reaped), Is.EqualTo(((long)count - expired, (long)expired)));

            // A page is paid for after it has been read, so the last ones may exceed the budget.
            Assert.That(countUnits, Is.LessThanOrEqualTo(unitsPerSecond * (countTime.TotalSeconds + 2)));
            Assert.That(reapUnits, Is.LessThanOrEqualTo(2 * unitsPerSecond * (reapTime.TotalSeconds + 2)));
            Assert.That(countUnits, Is.GreaterThan(count / 30d), "A session has half a kilobyte, and a unit reads eight.");
        });
    }

    private static async Task<(long Result, TimeSpan Time, double Units)> MeasureAsync(Func<SessionScan, Task<long>> run)
    {
        var scan = new SessionScan();
        var watch = Stopwatch.StartNew();
        var result = await run(scan);
        return (result, watch.Elapsed, scan.ConsumedReadUnits + scan.ConsumedWriteUnits);
    }

    /// <returns>How many of the sessions have expired.</returns>
    private static async Task<int> FillAsync(SessionTableOptions table, int count)
    {
        var dynamoDb = await TestEngine.ClientAsync();
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(Enumerable.Range(0, count / Batch), async (batch, _) =>
        {
            var writes = Enumerable.Range(0, Batch).Select(index => new WriteRequest(new PutRequest(ItemOf(now, hasExpired: index == 0, isBound: (batch + index) % 2 == 0)))).ToList();
            await dynamoDb.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [table.TableName] = writes } }, CancellationToken.None);
        });
        return count / Batch;
    }

    private static Dictionary<string, AttributeValue> ItemOf(DateTimeOffset now, bool hasExpired, bool isBound)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["id"] = new() { S = "s1#" + Sample.NewId() },
            ["sess"] = new() { M = new() { ["cart"] = new() { S = new string('x', 300) } } },
            ["rt"] = new() { M = [], IsMSet = true },
            ["expires"] = new() { N = (now.ToUnixTimeSeconds() + (hasExpired ? -600 : 3_600)).ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["iat"] = new() { N = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["ver"] = new() { N = "1" },
            ["fmt"] = new() { N = "1" },
        };
        if (isBound)
        {
            item["uid"] = new() { S = "ada" };
        }

        return item;
    }
}
