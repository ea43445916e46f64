using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A browser comes with the cookie of Express after its session was converted by a run over the whole table.</summary>
[Category(TestEngine.Category)]
public sealed class BulkThenLazyTests : MigrationFixture
{
    [Test]
    public async Task After_a_finish_the_legacy_cookie_opens_the_session_until_the_new_one_is_returned()
    {
        await RunAsync(BulkMigrationMode.Finish);
        var afterRun = await HasLegacyRecordAsync();
        var lost = await UserAsync(OldBrowser());
        Clock.Advance(TimeSpan.FromMinutes(50));
        var first = await UserAsync();
        var second = await UserAsync();

        var late = await App.AskAsync(session => session.Keys.Count(), browser: OldBrowser());

        Assert.That((afterRun, lost, first, second, late.Text), Is.EqualTo((false, "alice", "alice", "alice", "0")));
    }

    [Test]
    public async Task After_a_finish_the_legacy_cookie_is_rejected_once_the_legacy_session_would_have_expired()
    {
        await RunAsync(BulkMigrationMode.Finish);
        Clock.Advance(TimeSpan.FromMinutes(61));

        var answer = await App.AskAsync(session => session.Keys.Count());

        Assert.That(answer.Text, Is.EqualTo("0"));
    }

    [Test]
    public async Task A_copy_made_ahead_of_time_is_replaced_by_the_current_legacy_record()
    {
        await RunAsync(BulkMigrationMode.Ahead);
        await PlantAsync(LegacyId, """{"user":"bob"}""");

        var user = await UserAsync();

        Assert.That((user, await HasLegacyRecordAsync()), Is.EqualTo(("bob", true)));
    }

    [Test]
    public async Task A_user_who_signed_out_of_the_old_application_after_the_copy_is_signed_out()
    {
        await RunAsync(BulkMigrationMode.Ahead);
        await new LegacyExpressTable(await TestEngine.ClientAsync(), TableName).SignOutAsync(LegacyId);

        var answer = await App.AskAsync(session => session.Keys.Count());

        Assert.That(answer.Text, Is.EqualTo("0"));
        Assert.That((await NewItemAsync())!.ContainsKey("dead"), Is.True);
    }

    [Test]
    public async Task A_finish_between_the_two_reads_of_a_request_does_not_sign_the_user_out()
    {
        await RunAsync(BulkMigrationMode.Ahead);
        var reads = 0;
        App.App.Wire.Before = async (operation, _) =>
        {
            // The first is for the copy, the second for the old record.
            if (operation == "GetItem" && ++reads == 2)
            {
                await RunAsync(BulkMigrationMode.Finish);
            }

            return null;
        };

        var user = await UserAsync();

        Assert.That((user, await HasLegacyRecordAsync()), Is.EqualTo(("alice", false)));
    }

    [Test]
    public async Task A_session_used_before_the_finish_continues()
    {
        await App.RunAsync(session => session.Set("note", "kept"));
        await RunAsync(BulkMigrationMode.Finish);

        var answer = await App.AskAsync(session => $"{session.Get<string>("user")} {session.Get<string>("note")}");

        Assert.That((answer.Text, await HasLegacyRecordAsync()), Is.EqualTo(("alice kept", false)));
    }

    private async Task RunAsync(BulkMigrationMode mode)
    {
        var client = await TestEngine.ClientAsync();
        var clock = new HastyTimeProvider(Clock.GetUtcNow() - TimeProvider.System.GetUtcNow());
        var options = new BulkMigrationOptions { MigrationKey = MigrationKey, Mode = mode, ReadUnitsPerSecond = 1e6, WriteUnitsPerSecond = 1e6 };
        var source = BulkMigrationSource.FromExpress(client, new() { TableName = TableName }, ExpressFormat.Automatic);
        await new BulkMigration(client, new() { TableName = TableName }, source, options, clock).RunAsync(checkpoint: null, progress: null, default);
    }
}
