using System.Text.Json.Nodes;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Tool;

/// <summary>The command line, end to end.</summary>
[Category(TestEngine.Category)]
public sealed class MigrateCommandTests
{
    private const int Success = 0;
    private const int Stopped = 1;
    private const int InvalidUsage = 2;
    private const int SomeFailed = 3;

    private static readonly string Key = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    private LegacyExpressTable _old = null!;
    private LegacyExpressTable _new = null!;
    private string _checkpoint = null!;

    [SetUp]
    public async Task CreateTablesAsync()
    {
        var engine = await TestEngine.ClientAsync();
        _old = new(engine, await TestEngine.CreateTableAsync());
        _new = new(engine, await TestEngine.CreateTableAsync());
        _checkpoint = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"tool-{Guid.NewGuid():N}.json");
    }

    [TearDown]
    public void DeleteFile() => File.Delete(_checkpoint);

    [Test]
    public async Task Help_names_the_commands_and_their_options()
    {
        var (exitCode, output, _) = await RunAsync("--help");
        var (_, migrate, _) = await RunAsync("migrate", "--help");

        Assert.That(exitCode, Is.EqualTo(Success), output);
        Assert.That(output, Does.Contain("migrate"));
        Assert.That(migrate, Does.Contain("--apply").And.Contain("--mode <ahead|finish>").And.Contain("--checkpoint"));
    }

    [Test]
    public async Task Without_apply_it_only_reports_what_would_be_done()
    {
        await _old.PutAsync("a", "{}");
        await _old.PutCorruptAsync("b");

        var (exitCode, output, errors) = await MigrateAsync();

        Assert.That((exitCode, errors), Is.EqualTo((Success, "")));
        Assert.That(Lines(output), Is.SupersetOf(new[] { "2 read", "1 would be migrated", "1 skipped: corrupt", "0 write units", "Nothing was written. Add --apply to write." }));
        Assert.That(await _new.ScanAsync(), Is.Empty);
    }

    [Test]
    public async Task With_apply_it_migrates_and_reports_without_any_id()
    {
        await _old.PutAsync("first-secret", """{"user":"alice"}""");
        await _old.PutCorruptAsync("second-secret");

        var (exitCode, output, _) = await MigrateAsync("--apply", "--mode", "finish", "--checkpoint", _checkpoint);

        Assert.That((exitCode, File.Exists(_checkpoint)), Is.EqualTo((Success, false)));
        Assert.That(Lines(output), Is.SupersetOf(new[] { "1 migrated", "1 legacy records deleted" }));
        Assert.That(output, Does.Not.Contain("secret").And.Match("record [0-9a-f]{8}: corrupt"));
        Assert.That((await _new.ScanAsync()).Single()["sess"].M["user"].S, Is.EqualTo("alice"));
        Assert.That(await _old.HasAsync("first-secret"), Is.False);
    }

    [Test]
    public async Task Lines_can_be_read_from_standard_input()
    {
        using var tool = await ToolProcess.StartAsync(Key, "migrate", "--from", "ndjson", "--input", "-", "--table", _new.Name, "--mode", "finish", "--apply");
        tool.Send("""{"sid":"a","expires":4102444800,"session":{"cookie":{},"user":"alice"}}""" + "\n");

        var (exitCode, output, _) = await tool.WaitAsync();

        Assert.That((exitCode, (await _new.ScanAsync()).Single()["sess"].M["user"].S), Is.EqualTo((Success, "alice")));
        Assert.That(Lines(output), Does.Contain("1 migrated"));
    }

    [Test]
    public async Task A_failed_session_has_its_own_exit_code()
    {
        await _old.PutTooLargeAsync("large");

        var (exitCode, output, _) = await MigrateAsync("--apply");

        Assert.That(exitCode, Is.EqualTo(SomeFailed));
        Assert.That(Lines(output), Does.Contain("0 migrated"));
    }

    [Test]
    public async Task A_missing_table_stops_the_run()
    {
        var (exitCode, _, errors) = await MigrateAsync("--legacy-table", "there-is-none");

        Assert.That(exitCode, Is.EqualTo(Stopped));
        Assert.That(errors, Does.StartWith("Stopped: ").And.Contain("there-is-none"));
    }

    [Test]
    public async Task An_endpoint_can_be_given_instead_of_the_environment()
    {
        await _old.PutAsync("a", "{}");
        using var tool = ToolProcess.StartWithoutEndpoint(
            Key, "migrate", "--from", "express", "--table", _new.Name, "--legacy-table", _old.Name, "--endpoint", (await TestEngine.ClientAsync()).Config.ServiceURL);

        var (exitCode, output, errors) = await tool.WaitAsync();

        Assert.That((exitCode, errors), Is.EqualTo((Success, "")));
        Assert.That(Lines(output), Does.Contain("1 would be migrated"));
    }

    [Test]
    public async Task A_run_that_fails_after_it_has_started_is_stopped_and_not_a_usage_error()
    {
        await _old.PutAsync("a", """{"user":"alice"}""");
        Directory.CreateDirectory(_checkpoint);

        var (exitCode, _, errors) = await MigrateAsync("--apply", "--segments", "1", "--checkpoint", _checkpoint);

        Directory.Delete(_checkpoint);
        File.Delete(_checkpoint + ".new");
        Assert.That(exitCode, Is.EqualTo(Stopped), errors);
        Assert.That((await _new.ScanAsync()).Count, Is.EqualTo(1), "It has written before the checkpoint failed: " + errors);
        Assert.That(errors, Does.Contain("Stopped: ").And.Not.Contain("   at "));
    }

    [TestCase("--endpoint", "localhost:8000", "--endpoint is 'localhost:8000'; it must be a URL such as http://localhost:8000")]
    [TestCase("--from", "nowhere\u001b[2J", "nowhere\\u001b[2J")]
    [TestCase("--from", "nowhere", "nowhere")]
    [TestCase("--segments", "0", "Segments is 0")]
    [TestCase("--write-units", "0", "WriteUnitsPerSecond")]
    [TestCase("--absolute-timeout", "long", "--absolute-timeout is 'long'")]
    [TestCase("--migration-key-file", "no-such-file", "no-such-file")]
    [TestCase("--no-such-option", "1", "--no-such-option")]
    public async Task An_invalid_command_line_is_explained(string option, string value, string explanation)
    {
        var (exitCode, _, errors) = await MigrateAsync(option, value);

        Assert.That(exitCode, Is.EqualTo(InvalidUsage));
        Assert.That(errors, Does.Contain(explanation).And.Not.Contain("   at "));
    }

    [TestCase(null, "MigrationKey is missing")]
    [TestCase("!", "not valid base64")]
    [TestCase("c2hvcnQ=", "5 bytes")]
    public async Task An_invalid_key_is_explained(string? key, string explanation)
    {
        using var tool = await ToolProcess.StartAsync(key, "migrate", "--from", "express", "--table", _new.Name);

        var (exitCode, _, errors) = await tool.WaitAsync();

        Assert.That(exitCode, Is.EqualTo(InvalidUsage), errors);
        Assert.That(errors, Does.Contain(explanation));
    }

    [Test]
    public async Task A_checkpoint_of_a_different_run_is_rejected()
    {
        await new MigrationCheckpointFile(_checkpoint).WriteAsync("{}", default);

        var (exitCode, _, errors) = await MigrateAsync("--checkpoint", _checkpoint);

        Assert.That((exitCode, File.Exists(_checkpoint)), Is.EqualTo((InvalidUsage, true)));
        Assert.That(errors, Does.StartWith("The checkpoint belongs to a different run: "));
    }

    [TestCase("""{"position":"{\"id\":{\"S\":\"x\"},\"id\":{\"S\":\"y\"}}"}""")]
    [TestCase("""{"position":"x\u001b[2J"}""")]
    [TestCase("""{"pending":["x"]}""")]
    [TestCase("""{"pending":null}""")]
    [TestCase("null")]
    public async Task A_damaged_checkpoint_is_rejected_before_anything_is_read_or_written(string segment)
    {
        await _old.PutAsync("a", "{}");
        await WriteCheckpointAsync(state => state["segments"]![0] = JsonNode.Parse(segment));

        var (exitCode, _, errors) = await MigrateAsync("--apply", "--segments", "1", "--checkpoint", _checkpoint);

        Assert.That((exitCode, (await _new.ScanAsync()).Count), Is.EqualTo((InvalidUsage, 0)), errors);
        Assert.That(errors, Does.StartWith("This isn't a valid checkpoint.").And.Not.Contain("\u001b"));
    }

    [Test]
    public async Task Control_characters_of_a_checkpoint_do_not_reach_the_terminal()
    {
        await WriteCheckpointAsync(state => state["run"]!["mode"] = "Ahead\u001b[2J\r\nfaked");

        var (_, _, errors) = await MigrateAsync("--apply", "--segments", "1", "--checkpoint", _checkpoint);

        Assert.That(errors, Does.Contain("""'Ahead\u001b[2J\u000d\u000afaked'""").And.Not.Contain("\u001b"));
    }

    [Test]
    public async Task Control_characters_in_the_counters_of_a_checkpoint_do_not_reach_the_terminal()
    {
        await WriteCheckpointAsync(state =>
        {
            state["tally"]!["skipped"] = new JsonObject { ["faked\u001b[2J"] = 1 };
            state["tally"]!["problems"] = new JsonArray(new JsonObject { ["record"] = "x\u001b[2J", ["reason"] = "corrupt" });
        });

        var (_, output, _) = await MigrateAsync("--apply", "--segments", "1", "--checkpoint", _checkpoint);

        Assert.That(output, Does.Contain("""faked\u001b[2J""").And.Not.Contain("\u001b"));
    }

    /// <summary>Writes the checkpoint that the tool's run would have written at its end, changed.</summary>
    private async Task WriteCheckpointAsync(Action<JsonNode> change)
    {
        var client = await TestEngine.ClientAsync();
        var migration = new BulkMigration(
            client,
            new() { TableName = _new.Name },
            BulkMigrationSource.FromExpress(client, new() { TableName = _old.Name }, ExpressFormat.Automatic),
            new() { MigrationKey = Convert.FromBase64String(Key), Segments = 1 },
            TimeProvider.System);
        await migration.RunAsync(new MigrationCheckpointFile(_checkpoint), progress: null, default);
        foreach (var item in await _new.ScanAsync())
        {
            await client.DeleteItemAsync(_new.Name, new() { ["id"] = item["id"] });
        }

        var state = JsonNode.Parse(await File.ReadAllTextAsync(_checkpoint))!;
        change(state);
        await File.WriteAllTextAsync(_checkpoint, state.ToJsonString());
    }

    private Task<(int ExitCode, string Output, string Errors)> MigrateAsync(params string[] more)
    {
        var arguments = new List<string> { "migrate", "--table", _new.Name };
        arguments.AddRange(more.Contains("--from") ? [] : ["--from", "express"]);
        arguments.AddRange(more.Contains("--legacy-table") ? [] : ["--legacy-table", _old.Name]);
        return RunAsync([.. arguments, .. more]);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var tool = await ToolProcess.StartAsync(Key, arguments);
        return await tool.WaitAsync();
    }

    /// <summary>The report's lines, with one blank between the number and what it counts.</summary>
    private static IEnumerable<string> Lines(string output) =>
        output.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
