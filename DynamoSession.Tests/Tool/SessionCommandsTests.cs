using System.Text.Json.Nodes;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Tool;

/// <summary>The commands about sessions, as processes against the engine.</summary>
[Category(TestEngine.Category)]
public sealed class SessionCommandsTests
{
    private const string Hostile = "evil\u001b[2J\r\n";

    private DynamoDbSessionTable _table = null!;
    private string _tableName = null!;

    [SetUp]
    public async Task CreateTableAsync()
    {
        _tableName = await TestEngine.CreateSessionTableAsync();
        _table = new(await TestEngine.ClientAsync(), new() { TableName = _tableName }, TimeProvider.System);
    }

    [Test]
    public async Task List_shows_the_sessions_of_a_user_the_last_created_first()
    {
        var first = await CreateAsync("ada", minutesAgo: 5);
        var last = await CreateAsync("ada", minutesAgo: 1);
        await CreateAsync("eve");

        var (exitCode, output, errors) = await RunAsync("list", "--user", "ada", "--json");

        var sessions = Json(output);
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        Assert.That(sessions.Select(session => (string)session["id"]!), Is.EqualTo(new[] { last, first }));
        Assert.That(output, Does.Not.Contain("secret"));
    }

    [Test]
    public async Task List_shows_the_whole_table_for_people_and_at_most_so_many()
    {
        for (var index = 0; index < 3; index++)
        {
            await CreateAsync("ada");
        }

        var (_, all, _) = await RunAsync("list");
        var (_, limited, _) = await RunAsync("list", "--limit", "2");

        Assert.That(all, Does.Contain("Last seen").And.Contain("Sessions: 3"));
        Assert.That(limited, Does.Contain("Sessions: 2"));
    }

    [Test]
    public async Task Show_names_the_fields_with_kind_and_size_and_their_values_only_on_request()
    {
        var id = await CreateAsync("ada");

        var (exitCode, output, _) = await RunAsync("show", id);
        var (_, withValues, _) = await RunAsync("show", id, "--values");
        var (_, json, _) = await RunAsync("show", id, "--json");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("live").And.Contain("ada").And.Match(@"color\s+String\s+6\b").And.Not.Contain("secret"));
        Assert.That(withValues, Does.Contain("secret"));
        Assert.That(((string)Json(json).Single()["fields"]![0]!["kind"]!, Json(json).Single()["fields"]![0]!["value"]), Is.EqualTo(("string", (JsonNode?)null)));
    }

    [Test]
    public async Task Nothing_that_is_stored_drives_the_terminal()
    {
        var id = await CreateAsync("ada" + Hostile, field: "color" + Hostile, value: "secret" + Hostile, description: "phone" + Hostile);
        var outputs = new List<string>();
        foreach (var command in new[] { new[] { "list" }, ["show", id], ["show", id, "--values"], ["list", "--json"], ["show", id, "--values", "--json"] })
        {
            outputs.Add((await RunAsync(command)).Output);
        }

        Assert.That(outputs, Is.All.Contains("evil").And.All.Not.Contains("\u001b").And.All.Not.Contains("\r"));
    }

    [Test]
    public async Task Show_says_what_has_become_of_a_session()
    {
        var id = await CreateAsync("ada");
        await _table.DestroyAsync(id, default);

        var (_, ended, _) = await RunAsync("show", id);
        var (exitCode, missing, _) = await RunAsync("show", Sample.NewId());

        Assert.That(ended, Does.Contain("ended"));
        Assert.That((exitCode, missing.Contains("no such session", StringComparison.Ordinal)), Is.EqualTo((4, true)));
    }

    [Test]
    public async Task Count_reap_and_clear_read_the_whole_table()
    {
        for (var index = 0; index < 5; index++)
        {
            await CreateAsync("ada");
        }

        await CreateAsync("ada", minutesAgo: 60);

        var (_, counted, _) = await RunAsync("count", "--json");
        var (_, reaped, _) = await RunAsync("reap", "--json");
        var (_, cleared, _) = await RunAsync("clear", "--yes");
        var (_, left, _) = await RunAsync("count");

        Assert.That(((long)Json(counted).Single()["count"]!, (long)Json(reaped).Single()["count"]!), Is.EqualTo((5L, 1L)));
        Assert.That(cleared, Does.StartWith("Sessions ended: 5"));
        Assert.That(left, Does.StartWith("Live sessions: 0"));
    }

    [Test]
    public async Task Clear_does_nothing_unless_someone_confirms()
    {
        await CreateAsync("ada");

        var (exitCode, _, errors) = await RunAsync("clear");

        Assert.That((exitCode, errors.Contains("--yes", StringComparison.Ordinal)), Is.EqualTo((2, true)));
        Assert.That((await RunAsync("count")).Output, Does.StartWith("Live sessions: 1"));
    }

    [Test]
    public async Task A_checkpoint_continues_a_stopped_scan_and_is_deleted_at_the_end()
    {
        for (var index = 0; index < 4; index++)
        {
            await CreateAsync("ada");
        }

        var file = await CheckpointAsync("count", _tableName);

        var (_, counted, errors) = await RunAsync("count", "--checkpoint", file, "--endpoint", await EndpointAsync());

        Assert.That(counted, Does.StartWith("Live sessions: 104"), errors);
        Assert.That(File.Exists(file), Is.False);
    }

    [TestCase("clear", false)]
    [TestCase("reap", false)]
    [TestCase("count", true)]
    public async Task A_checkpoint_of_another_run_is_refused_so_that_no_session_is_left_out(string command, bool isOfAnotherTable)
    {
        await CreateAsync("ada");
        var file = await CheckpointAsync("count", isOfAnotherTable ? "another" : _tableName);
        string[] arguments = [command, "--checkpoint", file, "--endpoint", await EndpointAsync(), .. command == "clear" ? ["--yes"] : Array.Empty<string>()];

        var (exitCode, _, errors) = await RunAsync(arguments);

        Assert.That((exitCode, File.Exists(file)), Is.EqualTo((2, true)), errors);
        Assert.That(errors, Does.Contain("another command, table or endpoint"));
        File.Delete(file);
    }

    [Test]
    public async Task A_checkpoint_of_a_complete_run_is_refused()
    {
        var file = await CheckpointAsync("count", _tableName, isComplete: true);

        var (exitCode, _, errors) = await RunAsync("count", "--checkpoint", file, "--endpoint", await EndpointAsync());

        Assert.That((exitCode, errors.Contains("is complete", StringComparison.Ordinal)), Is.EqualTo((2, true)), errors);
        File.Delete(file);
    }

    [Test]
    public async Task A_file_that_is_no_checkpoint_is_refused_and_kept()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"scan-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, "secret");

        var (exitCode, _, errors) = await RunAsync("count", "--checkpoint", file);

        Assert.That((exitCode, File.Exists(file)), Is.EqualTo((2, true)));
        Assert.That(errors, Does.Contain("--checkpoint").And.Not.Contain("secret"));
        File.Delete(file);
    }

    [Test]
    public async Task Revoke_ends_the_sessions_of_a_user_but_the_one_that_is_spared()
    {
        var spared = await CreateAsync("ada");
        await CreateAsync("ada");
        await CreateAsync("ada");
        var other = await CreateAsync("eve");

        var (_, output, _) = await RunAsync("revoke", "--user", "ada", "--except", spared);
        var (_, single, _) = await RunAsync("revoke", "--session", other, "--json");

        Assert.That((output.Trim(), (int)Json(single).Single()["ended"]!), Is.EqualTo(("Sessions ended: 2", 1)));
        Assert.That((await RunAsync("list")).Output, Does.Contain(spared).And.Contain("Sessions: 1"));
    }

    [TestCase]
    [TestCase("--user", "ada", "--session", "x")]
    [TestCase("--session", "x", "--except", "y")]
    public async Task Revoke_asks_for_a_user_or_a_session(params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(["revoke", .. arguments]);

        Assert.That((exitCode, errors.Contains("--user", StringComparison.Ordinal)), Is.EqualTo((2, true)));
    }

    [Test]
    public async Task Create_creates_a_table_that_the_doctor_finds_right()
    {
        _tableName = TestEngine.NewTableName();

        var (exitCode, output, errors) = await RunAsync("create");

        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("is ready"));
        Assert.That((await RunAsync("doctor", "--role", "operator")).Output.Trim(), Is.EqualTo("Nothing found."));
    }

    [TestCase("list")]
    [TestCase("count")]
    [TestCase("revoke", "--user", "ada")]
    public async Task A_missing_table_is_named(params string[] command)
    {
        _tableName = "there-is-none";

        var (exitCode, _, errors) = await RunAsync(command);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("'there-is-none'").And.Not.Contain("   at "));
    }

    private static async Task<string> EndpointAsync() => (await TestEngine.ClientAsync()).Config.ServiceURL;

    private static async Task<string> CheckpointAsync(string command, string table, bool isComplete = false)
    {
        var position = JsonNode.Parse(new SessionScan(segments: 1).Save())!;
        position["count"] = 100;
        if (isComplete)
        {
            position["segments"]![0]!["isDone"] = true;
        }

        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"scan-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, new JsonObject { ["Run"] = $"{command} {table} s1# {await EndpointAsync()}", ["Position"] = position.ToJsonString() }.ToJsonString());
        return file;
    }

    private async Task<string> CreateAsync(string userId, int minutesAgo = 0, string field = "color", string value = "secret", string? description = null)
    {
        var created = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields((field, Sample.Text(value))),
            CreatedAt = created,
            ExpiresAt = created.AddMinutes(20),
            AbsoluteExpiresAt = created.AddHours(24),
            UserId = userId,
            Description = description,
        };
        Assert.That(await _table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        return creation.Id;
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var tool = await ToolProcess.StartAsync(migrationKey: null, [.. arguments, "--table", _tableName]);
        return await tool.WaitAsync();
    }

    private static JsonNode[] Json(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
