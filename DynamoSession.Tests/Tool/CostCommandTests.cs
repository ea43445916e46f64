using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Tool;

/// <summary>What the tool computes, against figures worked out by hand.</summary>
public sealed class CostCommandTests
{
    private const double RequestsPerMonth = 730 * 60;

    [Test]
    public async Task Reading_alone_costs_reads_and_touches()
    {
        // 2 KB, a request every 60 s: a touch at the second request after each, because 120 s are a tenth of 20 minutes.
        var rows = await RunAsync("--requests", "1", "--bytes", "2048", "--writes", "0", "--interval", "00:01:00", "--touch-after", "00:02:00");

        Assert.That(Units(rows, "DynamoSession, Strong"), Is.EqualTo((RequestsPerMonth, RequestsPerMonth)), "One read of one unit, and half a write of two.");
        Assert.That(Units(rows, "DynamoSession, Eventual").Reads, Is.EqualTo(RequestsPerMonth / 2));
        Assert.That(Units(rows, "DynamoSession, ReadYourWrites").Reads, Is.EqualTo(RequestsPerMonth / 2), "No write of the last two seconds.");
        Assert.That(Units(rows, "Microsoft's session, AWS's cache provider"), Is.EqualTo((RequestsPerMonth * 2, RequestsPerMonth * 2 * 2)), "It is loaded and refreshed, and either extends it.");
    }

    [Test]
    public async Task Changing_costs_writes_of_the_whole_item_and_no_touch()
    {
        var rows = await RunAsync("--requests", "1", "--bytes", "20480", "--writes", "1", "--interval", "00:00:02", "--touch-after", "00:02:00", "--new", "100");

        Assert.That(Units(rows, "DynamoSession, Strong"), Is.EqualTo((RequestsPerMonth * 5, (RequestsPerMonth * 20) + (100 * 20))));
        Assert.That(Units(rows, "DynamoSession, ReadYourWrites").Reads, Is.EqualTo(RequestsPerMonth * 5), "The browser has always just written.");
        Assert.That(Units(rows, "Microsoft's session, AWS's cache provider"), Is.EqualTo((RequestsPerMonth * 5, (RequestsPerMonth * 2 * 20) + (100 * 20))), "It is loaded, which extends it, and put.");
    }

    [Test]
    public async Task A_share_too_small_to_matter_is_like_none()
    {
        var rows = await RunAsync("--requests", "1", "--bytes", "2048", "--writes", "1e-17", "--interval", "00:01:00", "--touch-after", "00:02:00");

        Assert.That(Units(rows, "DynamoSession, Strong"), Is.EqualTo((RequestsPerMonth, RequestsPerMonth)));
    }

    [Test]
    public async Task Money_is_units_times_prices()
    {
        var rows = await RunAsync("--requests", "1000", "--bytes", "1000", "--writes", "1", "--touch-after", "00:02:00", "--read-price", "1", "--write-price", "10");

        Assert.That((decimal)rows.Single(row => (string)row["sessions"]! == "DynamoSession, Strong")["cost"]!, Is.EqualTo(43.8m + 438m));
    }

    [Test]
    public async Task The_default_touch_interval_and_the_longest_are_compared()
    {
        var rows = await RunAsync("--requests", "1", "--idle-timeout", "00:10:00");

        Assert.That(
            rows.Select(row => (string?)row["touchAfter"]).Distinct(),
            Is.EqualTo(new[] { "00:01:00", "00:05:00", null }));
    }

    [TestCase("--requests", "-1")]
    [TestCase("--requests", "1e30")]
    [TestCase("--bytes", "0")]
    [TestCase("--idle-timeout", "00:00:00")]
    [TestCase("--read-price", "-1")]
    [TestCase("--writes", "1.5")]
    [TestCase("--interval", "00:00:00")]
    [TestCase("--touch-after", "00:11:00")]
    public async Task An_impossible_workload_is_refused(string option, string value)
    {
        using var tool = ToolProcess.StartWithoutEndpoint(migrationKey: null, option == "--requests" ? ["cost", option, value] : ["cost", "--requests", "1", option, value]);

        var (exitCode, _, errors) = await tool.WaitAsync();

        Assert.That((exitCode, errors.Contains(option, StringComparison.Ordinal)), Is.EqualTo((2, true)), errors);
    }

    private static (double Reads, double Writes) Units(IEnumerable<JsonNode> rows, string sessions)
    {
        var row = rows.Single(row => (string)row["sessions"]! == sessions);
        return ((double)row["readUnits"]!, (double)row["writeUnits"]!);
    }

    private static async Task<JsonNode[]> RunAsync(params string[] arguments)
    {
        using var tool = ToolProcess.StartWithoutEndpoint(migrationKey: null, ["cost", "--json", .. arguments]);
        var (exitCode, output, errors) = await tool.WaitAsync();
        Assert.That(exitCode, Is.Zero, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
