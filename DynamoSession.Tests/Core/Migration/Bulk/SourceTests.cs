using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Laravel;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.Core.Migration.Bulk;

/// <summary>Everything that sessions come from.</summary>
[Category(TestEngine.Category)]
public sealed class SourceTests : BulkFixture
{
    private const string Live = """{"sid":"a","expires":4102444800,"session":{"cookie":{"path":"/"},"user":"alice"}}""";

    private static IEnumerable<ExpressFormat> Formats() => Enum.GetValues<ExpressFormat>().Except([ExpressFormat.Automatic]);

    [TestCaseSource(nameof(Formats))]
    public async Task Every_store_of_Express_is_scanned_and_finished(ExpressFormat format)
    {
        var fixture = ExpressFixture.All.First(fixture => fixture.Format == format && fixture.Name.StartsWith("fresh-maxage-1h", StringComparison.Ordinal));
        Clock = new HastyTimeProvider(fixture.Now - TimeProvider.System.GetUtcNow());
        var table = await TestEngine.CreateTableAsync(fixture.KeyAttribute);
        await Engine.PutItemAsync(table, fixture.Item!.ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToAttributeValue(attribute.Value)));

        var report = await RunAsync(BulkMigrationMode.Finish, BulkMigrationSource.FromExpress(Calls.Client, new() { TableName = table }, ExpressFormat.Automatic));

        Assert.That((report.Read, report.Migrated, report.Deleted), Is.EqualTo((1, 1, 1)));
        var record = (await new DynamoDbSessionTable(Engine, new() { TableName = NewTable }, Clock).LoadAsync(IdOf(fixture.Id), consistentRead: true, default)).Record!;
        PlainJson.AssertEqual(record.Fields, fixture.ExpectedFields!);
    }

    [Test]
    public async Task Every_session_of_Laravel_is_converted()
    {
        var name = LaravelFixture.Names.First(name => !LaravelFixture.Read(name).IsEncrypted);
        var fixture = LaravelFixture.Read(name);
        Clock = new HastyTimeProvider(fixture.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow());
        var table = await TestEngine.CreateTableAsync(fixture.KeyAttribute);
        await Engine.PutItemAsync(table, fixture.Item);
        await Engine.PutItemAsync(table, new Dictionary<string, AttributeValue> { [fixture.KeyAttribute] = new("something-else-in-the-cache") });

        var report = await RunAsync(BulkMigrationMode.Ahead, BulkMigrationSource.FromLaravel(Calls.Client, fixture.Options(table)));

        Assert.That((report.Read, report.Migrated, report.Skipped["not a session of this store"]), Is.EqualTo((2, 1, 1)));
        var sessions = new DynamoDbSessionTable(Engine, new() { TableName = NewTable }, Clock);
        Assert.That((await sessions.LoadAsync(IdOf(fixture.SessionId, LegacyStoreNames.Laravel), consistentRead: true, default)).Record, Is.Not.Null);
    }

    [Test]
    public async Task A_session_in_the_table_of_the_distributed_cache_is_converted()
    {
        byte[] blob = [2, 0, 0, 1, .. new byte[16], 0, 4, .. "user"u8, 0, 0, 0, 5, .. "alice"u8];
        await Engine.PutItemAsync(Old.Name, new Dictionary<string, AttributeValue>
        {
            ["id"] = new("dc:some-key"),
            ["value"] = new() { B = new MemoryStream(blob) },
            ["ttl_date"] = new() { N = "4102444800" },
            ["ttl_window"] = new("00:20:00"),
        });

        var report = await RunAsync(BulkMigrationMode.Finish, BulkMigrationSource.FromDistributedCache(Calls.Client, new() { TableName = Old.Name }));

        Assert.That((report.Migrated, report.Deleted, await NewFieldAsync2("some-key")), Is.EqualTo((1, 1, """{"S":"alice"}""")));

        async Task<string> NewFieldAsync2(string key) => Sample.TextOf((await NewAsync(key, LegacyStoreNames.DistributedCache))!.Fields["user"]);
    }

    [TestCase("""{"sid":"a","expires":4102444800,"session":"{\"cookie\":{\"path\":\"/\"},\"user\":\"alice\"}"}""")]
    [TestCase("""{"sid":"a","expires":4102444800000,"session":{"cookie":{},"user":"alice"},"more":1}""")]
    [TestCase("""{"sid":"a","expires":"2100-01-01 00:00:00","session":{"cookie":{},"user":"alice"}}""")]
    [TestCase("""{"sid":"a","expires":"2100-01-01T00:00:00.000Z","session":{"cookie":{},"user":"alice"}}""")]
    public async Task A_line_of_JSON_is_converted(string line)
    {
        var report = await RunAsync(BulkMigrationMode.Finish, Lines(line));

        var record = (await NewAsync("a"))!;
        Assert.That((report.Migrated, Sample.TextOf(record.Fields["user"])), Is.EqualTo((1, """{"S":"alice"}""")));
        Assert.That(record.Origin!.AcceptedUntil, Is.EqualTo(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task A_session_without_an_end_gets_the_absolute_timeout()
    {
        await RunAsync(BulkMigrationMode.Finish, Lines("""{"sid":"a","expires":null,"session":{"cookie":{}}}"""));

        var record = (await NewAsync("a"))!;
        Assert.That(record.ExpiresAt, Is.EqualTo(record.AbsoluteExpiresAt));
        Assert.That(record.Origin!.AcceptedUntil, Is.EqualTo(record.ExpiresAt));
    }

    [Test]
    public async Task A_line_without_an_expiry_expires_with_its_cookie([Values("", "\"expires\":null,", "\"expires\":\"\",")] string expires)
    {
        var report = await RunAsync(BulkMigrationMode.Finish, Lines(
            """{"sid":"a",""" + expires + "\"session\"" + """:{"cookie":{"originalMaxAge":60000,"expires":"2100-01-01T00:00:00.000Z"}}}""",
            """{"sid":"b",""" + expires + "\"session\"" + """:{"cookie":{"originalMaxAge":60000,"expires":"2020-01-01T00:00:00.000Z"}}}"""));

        Assert.That((report.Migrated, report.Skipped["expired"]), Is.EqualTo((1, 1)));
        Assert.That((await NewAsync("a"))!.ExpiresAt, Is.EqualTo(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task Lines_that_are_not_a_session_are_counted_and_named_by_their_number()
    {
        var report = await RunAsync(BulkMigrationMode.Finish, Lines(
            Live, "", "no JSON", "[]", """{"sid":1,"session":{}}""", """{"sid":"b"}""", """{"sid":"b","session":"{"}""",
            """{"sid":"b","session":{"cookie":{}},"expires":"soon"}""", """{"sid":"b","session":{"cookie":{}},"expires":1}"""));

        Assert.That((report.Read, report.Migrated, report.Skipped["corrupt"], report.Skipped["expired"]), Is.EqualTo((8, 1, 6, 1)));
        Assert.That(report.Problems.Select(problem => problem.Record), Is.EquivalentTo(new[] { "line 3", "line 4", "line 5", "line 6", "line 7", "line 8" }));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_line_that_is_too_long_is_reported_and_the_rest_goes_on([Values("\n", "\r\n", "\r")] string lineEnd)
    {
        var text = string.Join(lineEnd, Live, new string('x', 5_000_000), "", Live.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), new string('y', 5_000_000));

        var report = await RunAsync(BulkMigrationMode.Finish, Lines(text));

        Assert.That((report.Read, report.Migrated, report.Skipped["longer than 4 MiB"]), Is.EqualTo((4, 2, 2)));
        Assert.That(report.Problems.Select(problem => problem.Record), Is.EqualTo(new[] { "line 2", "line 5" }));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_line_that_is_nested_without_end_loses_that_field_alone()
    {
        var deep = new string('[', 2_000_000) + new string(']', 2_000_000);
        var json = Live.Replace("}}", $",\"deep\":{deep}}}}}", StringComparison.Ordinal);

        var report = await RunAsync(BulkMigrationMode.Finish, Lines(json[..^1] + ",\"extra\":[[[]]]}"));

        Assert.That((report.Migrated, report.FieldsLost.Single().Value), Is.EqualTo((1, 1)));
        Assert.That(await NewFieldAsync("a", "user"), Is.EqualTo("""{"S":"alice"}"""));
    }

    [Test]
    public async Task Lines_are_converted_again_until_the_session_has_been_used()
    {
        await RunAsync(BulkMigrationMode.Finish, Lines(Live));
        var again = await RunAsync(BulkMigrationMode.Finish, Lines(Live));
        await CommitAsync("a", "user", "claimed");

        var last = await RunAsync(BulkMigrationMode.Finish, Lines(Live));

        Assert.That((again.Migrated, last.Migrated, last.Kept, await NewFieldAsync("a", "user")), Is.EqualTo((1, 0, 1, """{"S":"claimed"}""")));
    }

    [Test]
    public void Lines_are_not_copied_ahead() =>
        Assert.That(() => RunAsync(BulkMigrationMode.Ahead, Lines(Live)), Throws.ArgumentException.With.Message.Contains("Finish"));
}
