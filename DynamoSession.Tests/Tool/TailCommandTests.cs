using System.Text.Json.Nodes;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Tool;

/// <summary>The tool follows the engine's real stream.</summary>
[Category(TestEngine.Category)]
public sealed class TailCommandTests
{
    [Test]
    public async Task Events_are_shown_as_they_come_without_values()
    {
        var tableName = await TestEngine.CreateSessionTableAsync();
        using var stream = await TableStream.EnableAsync(tableName);
        var table = new DynamoDbSessionTable(await TestEngine.ClientAsync(), new() { TableName = tableName }, TimeProvider.System);
        var creation = Sample.Creation(TimeProvider.System.GetUtcNow(), fields: ("color", Sample.Text("secret")));
        await table.CreateAsync(creation, default);
        using var tool = await ToolProcess.StartAsync(migrationKey: null, "tail", "--table", tableName, "--from-start", "--limit", "3", "--json");

        var loaded = (await table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
        await table.CommitAsync(Sample.Commit(loaded, Sample.Changes(("size", SessionChange.Set(Sample.Text("secret"))))), default);
        await table.DestroyAsync(creation.Id, default);
        var (exitCode, output, errors) = await tool.WaitAsync();

        var events = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        Assert.That(events.Select(item => (string)item["event"]!), Is.EqualTo(new[] { "created", "changed", "ended" }));
        Assert.That(events.Select(item => (string)item["sessionId"]!), Is.All.EqualTo(creation.Id));
        Assert.That(((string)events[1]["set"]![0]!, (string)events[2]["reason"]!), Is.EqualTo(("size", "signed out")));
        Assert.That(output, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task For_people_an_event_is_a_line()
    {
        var tableName = await TestEngine.CreateSessionTableAsync();
        using var stream = await TableStream.EnableAsync(tableName);
        var table = new DynamoDbSessionTable(await TestEngine.ClientAsync(), new() { TableName = tableName }, TimeProvider.System);
        var creation = Sample.Creation(TimeProvider.System.GetUtcNow());
        await table.CreateAsync(creation, default);
        using var tool = await ToolProcess.StartAsync(migrationKey: null, "tail", "--table", tableName, "--from-start", "--limit", "1");

        var (_, output, _) = await tool.WaitAsync();

        Assert.That(output.Trim(), Does.Match($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ  created    {creation.Id}  -$"));
    }

    [Test]
    public async Task A_table_without_a_stream_is_explained()
    {
        var tableName = await TestEngine.CreateSessionTableAsync();
        using var tool = await ToolProcess.StartAsync(migrationKey: null, "tail", "--table", tableName);

        var (exitCode, _, errors) = await tool.WaitAsync();

        Assert.That((exitCode, errors.Contains("NEW_AND_OLD_IMAGES", StringComparison.Ordinal)), Is.EqualTo((2, true)));
    }
}
