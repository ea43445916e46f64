using System.Text.Json.Nodes;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Migration.Bulk;

/// <summary>The checkpoint of an interrupted run.</summary>
[Category(TestEngine.Category)]
public sealed class CheckpointTests : BulkFixture
{
    private string _path = null!;

    [SetUp]
    public void ChooseFile() => _path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"checkpoint-{Guid.NewGuid():N}.json");

    [TearDown]
    public void DeleteFile() => File.Delete(_path);

    [Test]
    public async Task A_resumed_run_reports_every_record_once([Values] BulkMigrationMode mode)
    {
        const int Count = 250;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => Old.PutAsync($"s{number}", """{"user":"alice"}""")));
        using var stop = new CancellationTokenSource();
        var writes = 0;
        Calls.Before = async request =>
        {
            if (request is Amazon.DynamoDBv2.Model.UpdateItemRequest && ++writes == 130)
            {
                await stop.CancelAsync();
            }
        };
        Assert.That(() => RunAsync(mode, configure: OneSegment, checkpoint: File1(), cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Calls.Before = _ => Task.CompletedTask;

        var report = await RunAsync(mode, configure: OneSegment, checkpoint: File1());

        Assert.That((report.Read, report.Migrated, report.Deleted), Is.EqualTo((Count, Count, mode == BulkMigrationMode.Finish ? Count : 0)));
        Assert.That(await CountNewAsync(), Is.EqualTo(Count));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_checkpoint_of_a_complete_run_has_no_keys_and_returns_the_report_again()
    {
        await Old.PutAsync("secret-id", "{}");
        await RunAsync(BulkMigrationMode.Finish, checkpoint: File1());

        var again = await RunAsync(BulkMigrationMode.Finish, checkpoint: File1());

        Assert.That((again.Read, again.Migrated), Is.EqualTo((1, 1)));
        Assert.That(await File.ReadAllTextAsync(_path), Does.Not.Contain("secret-id"));
    }

    [Test]
    public async Task Interrupted_deletions_are_resumed_and_not_counted_twice()
    {
        await Old.PutAsync("there", """{"cart":"newer"}""");
        await RunAsync(BulkMigrationMode.Finish, Lines("""{"sid":"there","session":{"cookie":{},"cart":"older"}}"""));
        await RunAsync(BulkMigrationMode.Ahead, configure: options => options.IsDryRun = true, checkpoint: File1());
        var state = JsonNode.Parse(await File.ReadAllTextAsync(_path))!;
        state["run"]!["mode"] = "Finish";
        state["run"]!["dry run"] = "False";
        state["segments"]![0]!["pending"] = new JsonArray("""{"id":{"S":"sess:there"}}""", """{"id":{"S":"sess:gone"}}""");
        await File.WriteAllTextAsync(_path, state.ToJsonString());

        var report = await RunAsync(BulkMigrationMode.Finish, checkpoint: File1());

        Assert.That((report.Read, report.Migrated, report.Deleted, await Old.HasAsync("there")), Is.EqualTo((1, 1, 2, false)));
        Assert.That(await NewFieldAsync("there", "cart"), Is.EqualTo("""{"S":"newer"}"""));
    }

    [Test]
    public async Task Reading_lines_resumes_after_the_last_one_counted()
    {
        var lines = Enumerable.Range(0, 250).Select(number => "{\"sid\":\"s" + number + "\",\"session\":{\"cookie\":{}}}").ToArray();
        using var stop = new CancellationTokenSource();
        var writes = 0;
        Calls.Before = async _ =>
        {
            if (++writes == 150)
            {
                await stop.CancelAsync();
            }
        };
        Assert.That(() => RunAsync(BulkMigrationMode.Finish, Lines(lines), checkpoint: File1(), cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());

        var report = await RunAsync(BulkMigrationMode.Finish, Lines(lines), checkpoint: File1());

        Assert.That((report.Read, report.Migrated, await CountNewAsync()), Is.EqualTo((250, 250, 250)));
    }

    [Test]
    public async Task The_counters_keep_their_names_in_the_file()
    {
        await Old.PutAsync("a", "{}");
        await RunAsync(BulkMigrationMode.Finish, checkpoint: File1());

        var counters = JsonNode.Parse(await File.ReadAllTextAsync(_path))!["tally"]!.AsObject();

        Assert.That(counters.Select(counter => counter.Key), Is.SupersetOf(new[] { "read", "converted", "kept", "removed", "ended", "notRemoved", "readUnits", "writeUnits" }));
        Assert.That(((long)counters["converted"]!, (long)counters["removed"]!), Is.EqualTo((1, 1)));
    }

    [TestCase("mode")]
    [TestCase("dry run")]
    [TestCase("segments")]
    [TestCase("source")]
    [TestCase("target")]
    [TestCase("migration key")]
    public async Task A_checkpoint_of_a_different_run_is_rejected(string difference)
    {
        await RunAsync(BulkMigrationMode.Finish, checkpoint: File1());
        await Old.PutAsync("a", "{}");
        if (difference == "target")
        {
            NewTable = await TestEngine.CreateTableAsync();
        }

        Task<BulkMigrationReport> Run() => RunAsync(
            difference == "mode" ? BulkMigrationMode.Ahead : BulkMigrationMode.Finish,
            difference == "source" ? Lines() : null,
            options =>
            {
                options.IsDryRun = difference == "dry run";
                options.Segments = difference == "segments" ? 2 : options.Segments;
                options.MigrationKey = difference == "migration key" ? new byte[32] : options.MigrationKey;
            },
            File1());

        Assert.That(Run, Throws.InstanceOf<MigrationCheckpointException>().With.Message.Contains(difference + " "));
        Assert.That(await CountNewAsync(), Is.Zero);
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("{\"segments\":")]
    public async Task An_invalid_checkpoint_is_rejected(string text)
    {
        await File.WriteAllTextAsync(_path, text);

        Assert.That(() => RunAsync(BulkMigrationMode.Finish, checkpoint: File1()), Throws.InstanceOf<MigrationCheckpointException>());
    }

    [Test]
    [Platform(Exclude = "Win")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Only_its_owner_can_read_the_file()
    {
        await File1().WriteAsync("first", default);
        await File1().WriteAsync("second", default);

        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That((await File1().ReadAsync(default), File.Exists(_path + ".new")), Is.EqualTo(("second", false)));
    }

    private MigrationCheckpointFile File1() => new(_path);

    private static void OneSegment(BulkMigrationOptions options) => options.Segments = 1;
}
