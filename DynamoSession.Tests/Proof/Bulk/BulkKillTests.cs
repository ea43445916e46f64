using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;
using DynamoSession.Tests.Tool;

namespace DynamoSession.Tests.Proof.Bulk;

/// <summary>The tool migrates a whole table and is killed twice before it finishes.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class BulkKillTests
{
    private const int CorruptPercent = 1;
    private const int Batch = 25;
    private const int Kills = 2;
    private const double UnitsPerSecond = 1_000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] MigrationKey = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    private IAmazonDynamoDB _engine = null!;
    private LegacyExpressTable _legacy = null!;
    private LegacyExpressTable _migrated = null!;
    private string _checkpoint = null!;
    private TimeSpan _running;

    [SetUp]
    public async Task CreateTablesAsync()
    {
        _engine = await TestEngine.ClientAsync();
        _legacy = new(_engine, await TestEngine.CreateTableAsync());
        _migrated = new(_engine, await TestEngine.CreateTableAsync());
        _checkpoint = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"bulk-{Guid.NewGuid():N}.json");
        _running = TimeSpan.Zero;
    }

    [TearDown]
    public void DeleteFile() => File.Delete(_checkpoint);

    [TestCase("ahead", 1_200, 20_000, 100_000)]
    [TestCase("finish", 500, 4_000, 20_000)]
    public async Task A_migration_that_is_killed_twice_migrates_every_readable_record_once(string mode, int small, int ci, int @long)
    {
        var count = ProofRun.Count(small, ci, @long);
        var corrupt = count * CorruptPercent / 100;
        var readable = count - corrupt;
        await CreateRecordsAsync(count, corrupt);

        for (var kill = 1; kill <= Kills; kill++)
        {
            await RunUntilKilledAsync(mode, count * kill / (Kills + 1));
        }

        var output = await RunToCompletionAsync(mode);

        var report = output.Split('\n').Select(line => line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2 && char.IsDigit(parts[0][0]))
            .ToDictionary(parts => parts[1], parts => long.Parse(parts[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        var units = report["write units"];
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{count} records, killed {Kills} times, {units} write units in {_running.TotalSeconds:F1} s, with a budget of {UnitsPerSecond} per second:\n{output}"));
        Assert.Multiple(() =>
        {
            Assert.That((report["read"], report["migrated"], report["skipped: corrupt"]), Is.EqualTo((count, readable, corrupt)));
            Assert.That(report["kept: already migrated by a request"], Is.Zero);
            // Each of the processes may exceed its budget by a little before it ends.
            Assert.That(units, Is.GreaterThanOrEqualTo(readable).And.LessThanOrEqualTo((UnitsPerSecond * _running.TotalSeconds) + (UnitsPerSecond / 10)));
        });
        await AssertTablesAsync(mode, count, corrupt);
    }

    private async Task AssertTablesAsync(string mode, int count, int corrupt)
    {
        var expected = Enumerable.Range(corrupt, count - corrupt).ToDictionary(
            number => "s1#" + SessionId.PublicIdOf(MigratedSessionId.DeriveSecret(MigrationKey, LegacyStoreNames.Express, SidOf(number))), UserOf);

        var migrated = (await _migrated.ScanAsync()).ToDictionary(item => item["id"].S, item => item["sess"].M["user"].S);

        Assert.That(migrated.Count, Is.EqualTo(expected.Count));
        Assert.That(expected.Where(session => migrated.GetValueOrDefault(session.Key) != session.Value), Is.Empty);
        Assert.That((await _legacy.ScanAsync()).Count, Is.EqualTo(mode == "ahead" ? count : corrupt));
    }

    private async Task RunUntilKilledAsync(string mode, long read)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var tool = await StartAsync(mode);
        while (ReadSoFar() < read)
        {
            Assert.That(tool.HasExited, Is.False, "The tool exited by itself.");
            await Task.Delay(PollInterval, TimeProvider.System);
        }

        await tool.KillAsync();
        _running += TimeProvider.System.GetElapsedTime(start);
    }

    private async Task<string> RunToCompletionAsync(string mode)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var tool = await StartAsync(mode);
        var (exitCode, output, errors) = await tool.WaitAsync();
        _running += TimeProvider.System.GetElapsedTime(start);
        Assert.That(exitCode, Is.Zero, errors);
        return output;
    }

    private Task<ToolProcess> StartAsync(string mode) => ToolProcess.StartAsync(
        Convert.ToBase64String(MigrationKey),
        "migrate", "--from", "express", "--format", "connect-dynamodb", "--legacy-table", _legacy.Name, "--table", _migrated.Name, "--mode", mode, "--apply",
        "--checkpoint", _checkpoint, "--read-units", "100000", "--write-units", UnitsPerSecond.ToString(CultureInfo.InvariantCulture));

    private long ReadSoFar() => File.Exists(_checkpoint) ? (long)JsonNode.Parse(File.ReadAllText(_checkpoint))!["tally"]!["read"]! : 0;

    private Task CreateRecordsAsync(int count, int corrupt)
    {
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        return Parallel.ForEachAsync(Enumerable.Range(0, count).Chunk(Batch), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (numbers, cancellationToken) =>
        {
            var writes = numbers.Select(number =>
            {
                var item = LegacyExpressTable.Item(SidOf(number), $$"""{"user":"{{UserOf(number)}}"}""", expires);
                item["sess"] = number < corrupt ? new AttributeValue(item["sess"].S[..^3]) : item["sess"];
                return new WriteRequest(new PutRequest(item));
            });
            await _engine.BatchWriteItemAsync(new BatchWriteItemRequest { RequestItems = new() { [_legacy.Name] = [.. writes] } }, cancellationToken);
        });
    }

    private static string SidOf(int number) => string.Create(CultureInfo.InvariantCulture, $"sid-{number:D8}");

    private static string UserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{number}");
}
