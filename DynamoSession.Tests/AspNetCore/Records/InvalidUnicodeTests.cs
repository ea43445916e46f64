using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.AspNetCore.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.AspNetCore.Records;

/// <summary>An item may contain a lone surrogate, which DynamoDB keeps and the SDK cannot read. It costs its owner that session, not every page.</summary>
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InvalidUnicodeTests : MigrationFixture
{
    private const string Lone = """{"S":"x\ud800"}""";

    [TestCase("merge")]
    [TestCase("exclusive")]
    [TestCase("eventual")]
    [TestCase("optional")]
    public async Task A_session_that_is_not_valid_Unicode_is_ignored_and_its_item_stays(string policy)
    {
        var secret = SessionId.NewSecret();
        await PlantOwnAsync(secret);
        using var browser = App.App.NewBrowser();
        browser.SessionCookie = secret;

        var read = await App.AskAsync(session => $"{session.IsAvailable} {session.Keys.Count()}", policy, browser);
        var write = await App.RunAsync(session => session.Set("user", "bob"), policy, browser);

        Assert.That((read.Status, read.Text, write.Status), Is.EqualTo((200, "True 0", 200)));
        Assert.That(await App.ReadAsync("user", browser, policy), Is.EqualTo("bob"));
        Assert.That(App.App.Logs.Own.GetSnapshot().Where(log => log.Id.Id == 14), Is.Not.Empty);
        Assert.That(await App.App.CountItemsAsync(), Is.EqualTo(3), "The unreadable item, the new session and the legacy one.");
    }

    [Test]
    public async Task A_legacy_record_that_is_not_valid_Unicode_is_corrupt_and_stays()
    {
        await RawItems.PutAsync(TableName, $$$"""{"id":{"S":"sess:{{{LegacyId}}}"},"sess":{"M":{"cookie":{"M":{}},"name":{{{Lone}}} }},"expires":{"N":"4102444800"}}""");
        using var counted = new CountedMigrations(App.App);

        var answer = await App.AskAsync(session => session.Keys.Count());
        await App.RunAsync(session => session.Set("user", "bob"));

        Assert.That((answer.Status, answer.Text, await UserAsync()), Is.EqualTo((200, "0", "bob")));
        Assert.That(counted.Outcomes, Is.EqualTo(new[] { "corrupt", "corrupt" }));
        Assert.That(App.App.Logs.Own.GetSnapshot().Count(log => log.Id.Id == 30), Is.EqualTo(2));
    }

    [Test]
    public async Task A_migrated_session_whose_item_has_become_unreadable_is_not_found()
    {
        await UserAsync();
        await PlantOwnAsync(NewCookie);

        var answer = await App.AskAsync(session => session.Keys.Count(), browser: OldBrowser());

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "0")));
    }

    [Test]
    public async Task A_whole_table_is_migrated_but_for_such_a_record()
    {
        await RawItems.PutAsync(TableName, $$"""{"id":{"S":"sess:unreadable"},"sess":{{Lone}},"expires":{"N":"4102444800"} }""");
        var client = await TestEngine.ClientAsync();
        var target = await TestEngine.CreateTableAsync();
        var migration = new BulkMigration(
            client,
            new() { TableName = target },
            BulkMigrationSource.FromExpress(client, new() { TableName = TableName }, ExpressFormat.ConnectDynamoDb),
            new() { MigrationKey = MigrationKey, Mode = BulkMigrationMode.Finish, Segments = 1 },
            TimeProvider.System);

        var report = await migration.RunAsync(checkpoint: null, progress: null, default);

        Assert.That((report.Read, report.Migrated, report.Deleted, report.Skipped["corrupt"]), Is.EqualTo((2, 1, 1, 1)));
        Assert.That(report.Problems.Single().Record, Has.Length.EqualTo(8));
    }

    private Task PlantOwnAsync(string secret) => RawItems.PutAsync(TableName, $$$"""
        {"id":{"S":"{{{SessionApp.KeyOf(secret)}}}"},"sess":{"M":{"name":{{{Lone}}} }},"rt":{"M":{}},"expires":{"N":"4102444800"},"iat":{"N":"1"},"ver":{"N":"1"},"fmt":{"N":"1"}}
        """);
}
