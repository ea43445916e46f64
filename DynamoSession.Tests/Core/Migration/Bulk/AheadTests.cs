using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Migration.Bulk;

/// <summary>Copies that are made while the old application goes on.</summary>
[Category(TestEngine.Category)]
public sealed class AheadTests : BulkFixture
{
    [Test]
    public async Task A_copy_is_made_and_the_legacy_record_stays_as_it_is()
    {
        await Old.PutAsync("a", """{"user":"alice"}""");
        var before = (await Old.ScanAsync()).Single();

        var report = await RunAsync(BulkMigrationMode.Ahead);

        var copy = (await NewAsync("a"))!;
        Assert.That((Sample.TextOf(copy.Fields["user"]), copy.Origin!.IsAhead, copy.Origin.LegacyId), Is.EqualTo(("""{"S":"alice"}""", true, "a")));
        Assert.That((await Old.ScanAsync()).Single()["sess"].S, Is.EqualTo(before["sess"].S));
        Assert.That((report.Read, report.Migrated, report.Deleted), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public async Task A_copy_lives_at_least_as_long_as_the_legacy_record()
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds());
        await Old.PutAsync("a", "{}", end);

        await RunAsync(BulkMigrationMode.Ahead);

        var copy = (await NewAsync("a"))!;
        Assert.That((copy.ExpiresAt, copy.AbsoluteExpiresAt, copy.Origin!.AcceptedUntil), Is.EqualTo((end, end, end)));
    }

    [Test]
    public async Task A_dry_run_writes_nothing([Values] BulkMigrationMode mode)
    {
        await Old.PutAsync("a", """{"user":"alice"}""");
        await Old.PutCorruptAsync("b");

        var report = await RunAsync(mode, configure: options => options.IsDryRun = true);

        Assert.That((report.Read, report.Migrated, report.Skipped["corrupt"], report.WriteUnits), Is.EqualTo((2, 1, 1, 0)));
        Assert.That((await CountNewAsync(), (await Old.ScanAsync()).Count), Is.EqualTo((0, 2)));
    }

    [Test]
    public async Task Running_it_again_makes_the_copies_again()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        await RunAsync(BulkMigrationMode.Ahead);
        await Old.PutAsync("a", """{"cart":"two"}""");

        var report = await RunAsync(BulkMigrationMode.Ahead);

        Assert.That((report.Migrated, await NewFieldAsync("a", "cart"), await CountNewAsync()), Is.EqualTo((1, """{"S":"two"}""", 1)));
    }

    [Test]
    public async Task A_session_that_was_already_used_is_left_alone()
    {
        await Old.PutAsync("a", """{"cart":"old"}""");
        Calls.BeforeFirst<UpdateItemRequest>(NewTable, async () =>
        {
            var claimed = new LegacySessionMapper { Store = LegacyStoreNames.Express, IdleTimeout = TimeSpan.FromMinutes(20), AbsoluteTimeout = TimeSpan.FromDays(1) }
                .ToCreation(IdOf("a"), "a", new LegacySession { Fields = Sample.Fields(("cart", Sample.Text("claimed"))) }, Clock.GetUtcNow());
            await Sessions.CreateAsync(claimed, default);
        });

        var report = await RunAsync(BulkMigrationMode.Ahead);

        Assert.That((report.Migrated, report.Kept, await NewFieldAsync("a", "cart"), await Old.HasAsync("a")), Is.EqualTo((0, 1, """{"S":"claimed"}""", true)));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_session_that_was_signed_out_here_is_not_revived()
    {
        await Old.PutAsync("a", "{}");
        await RunAsync(BulkMigrationMode.Ahead);
        await Sessions.DestroyAsync(IdOf("a"), default);

        var report = await RunAsync(BulkMigrationMode.Ahead);

        Assert.That((report.Kept, await NewAsync("a")), Is.EqualTo((1, (SessionRecord?)null)));
    }

    [Test]
    public async Task Items_of_a_shared_table_that_are_not_legacy_sessions_are_skipped_with_a_reason()
    {
        NewTable = Old.Name;
        await Old.PutAsync("live", "{}");
        await Old.PutAsync("expired", "{}", Clock.GetUtcNow().AddMinutes(-1));
        await Old.PutCorruptAsync("corrupt-secret");
        await Engine.PutItemAsync(Old.Name, new Dictionary<string, AttributeValue> { ["id"] = new("order#1"), ["total"] = new() { N = "1" } });
        var own = new DynamoDbSessionTable(Engine, new() { TableName = Old.Name }, Clock);
        await own.CreateAsync(Sample.Creation(Clock.GetUtcNow()), default);
        var ended = Sample.Creation(Clock.GetUtcNow());
        await own.CreateAsync(ended, default);
        await own.DestroyAsync(ended.Id, default);

        var report = await RunAsync(BulkMigrationMode.Ahead, configure: options => options.Segments = 1);

        Assert.That(report.Skipped, Is.EqualTo(new Dictionary<string, long>
        {
            ["corrupt"] = 1,
            ["expired"] = 1,
            ["not a session of this store"] = 1,
            // The copy too, if the scan comes by later.
            ["DynamoSession record"] = report.Read - 4,
        }));
        Assert.That(report.Migrated, Is.EqualTo(1));
        Assert.That(report.Read, Is.InRange(5, 6));
        Assert.That(report.Problems.Single().Reason, Is.EqualTo("corrupt"));
        Assert.That(report.Problems.Single().Record, Has.Length.EqualTo(8).And.Not.Contain("corrupt"));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_field_that_DynamoDB_cannot_hold_is_counted_and_the_rest_is_copied()
    {
        await Old.PutAsync("a", """{"user":"alice","huge":1e200}""");

        var report = await RunAsync(BulkMigrationMode.Ahead);

        Assert.That(report.FieldsLost, Is.EqualTo(new Dictionary<string, long> { ["a number in it has a magnitude above 9.99E+125"] = 1 }));
        Assert.That((await NewAsync("a"))!.Fields.Keys, Is.EqualTo(new[] { "user" }));
    }

    [Test]
    public async Task A_session_that_gets_too_large_has_failed_and_the_others_go_on()
    {
        await Old.PutAsync("a", "{}");
        await Old.PutTooLargeAsync("large");

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Migrated, report.Failed.Values.Sum(), await Old.HasAsync("large")), Is.EqualTo((1, 1, true)));
        AssertAddsUp(report);
    }

    [Test]
    public async Task It_consumes_no_more_than_it_was_allowed()
    {
        const int Count = 300;
        const double Writes = 150;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(number => Old.PutAsync($"s{number}", "{}")));
        Clock = TimeProvider.System;
        var start = Clock.GetTimestamp();

        var report = await RunAsync(BulkMigrationMode.Ahead, configure: options => options.WriteUnitsPerSecond = Writes);

        var elapsed = Clock.GetElapsedTime(start).TotalSeconds;
        Assert.That(report.WriteUnits, Is.EqualTo(Count));
        // The last call may owe.
        Assert.That(report.WriteUnits - 1, Is.LessThanOrEqualTo(Writes * elapsed));
        Assert.That(report.ReadUnits, Is.GreaterThan(0));
    }

    [Test]
    public async Task Throttling_is_waited_out()
    {
        await Old.PutAsync("a", "{}");
        var throttled = 0;
        Calls.Before = request => ++throttled % 4 != 0 ? throw new ProvisionedThroughputExceededException("slow down") : Task.CompletedTask;

        var report = await RunAsync(BulkMigrationMode.Finish, configure: options => options.Segments = 1);

        Assert.That((report.Migrated, report.Deleted), Is.EqualTo((1, 1)));
        Assert.That(throttled, Is.GreaterThanOrEqualTo(3 * 4), "Scan, copy and removal were tried four times each.");
        Assert.That(throttled, Is.GreaterThanOrEqualTo(16));
    }

    [Test]
    public async Task A_permanent_failure_ends_the_run()
    {
        await Old.PutAsync("a", "{}");
        Calls.Before = request => request is ScanRequest ? throw new ResourceNotFoundException("no such table") : Task.CompletedTask;

        Assert.That(() => RunAsync(BulkMigrationMode.Ahead), Throws.InstanceOf<SessionStoreException>().With.Message.Contains(Old.Name));
        await Task.CompletedTask;
    }
}
