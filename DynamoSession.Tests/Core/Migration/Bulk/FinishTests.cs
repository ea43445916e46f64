using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Migration.Bulk;

/// <summary>Converts for good, while some people still use one of the two applications.</summary>
[Category(TestEngine.Category)]
public sealed class FinishTests : BulkFixture
{
    [Test]
    public async Task A_session_is_converted_and_its_legacy_record_removed()
    {
        await Old.PutAsync("a", """{"user":"alice"}""");

        var report = await RunAsync(BulkMigrationMode.Finish);

        var origin = (await NewAsync("a"))!.Origin!;
        Assert.That((await NewFieldAsync("a", "user"), origin.IsAhead, origin.LegacyId), Is.EqualTo(("""{"S":"alice"}""", false, "a")));
        Assert.That((await Old.HasAsync("a"), report.Migrated, report.Deleted), Is.EqualTo((false, 1, 1)));
    }

    [Test]
    public async Task A_copy_made_ahead_is_made_again()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        await RunAsync(BulkMigrationMode.Ahead);
        await Old.PutAsync("a", """{"cart":"two"}""");

        await RunAsync(BulkMigrationMode.Finish);

        Assert.That((await NewFieldAsync("a", "cart"), (await NewAsync("a"))!.Origin!.IsAhead), Is.EqualTo(("""{"S":"two"}""", false)));
    }

    [Test]
    public async Task What_cannot_be_read_stays()
    {
        await Old.PutCorruptAsync("a");
        await Old.PutAsync("b", "{}", Clock.GetUtcNow().AddMinutes(-1));

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Deleted, await Old.HasAsync("a"), await Old.HasAsync("b")), Is.EqualTo((0, true, true)));
    }

    [Test]
    public async Task What_changes_between_the_scan_and_the_conversion_is_converted_as_it_is_then()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        Calls.BeforeFirst<GetItemRequest>(Old.Name, () => Old.PutAsync("a", """{"cart":"two"}"""));

        await RunAsync(BulkMigrationMode.Finish);

        Assert.That((await NewFieldAsync("a", "cart"), await Old.HasAsync("a")), Is.EqualTo(("""{"S":"two"}""", false)));
    }

    [Test]
    public async Task What_changes_between_the_conversion_and_the_removal_is_converted_again()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        Calls.BeforeFirst<TransactWriteItemsRequest>(Old.Name, () => Old.PutAsync("a", """{"cart":"two"}"""));

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((await NewFieldAsync("a", "cart"), await Old.HasAsync("a")), Is.EqualTo(("""{"S":"two"}""", false)));
        Assert.That((report.Migrated, report.Deleted), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_record_that_never_stops_changing_stays()
    {
        await Old.PutAsync("a", "{}");
        var change = 0;
        Calls.Before = request => request is TransactWriteItemsRequest ? Old.PutAsync("a", $$"""{"change":{{++change}}}""") : Task.CompletedTask;

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Migrated, report.Deleted, report.NotDeleted, await Old.HasAsync("a")), Is.EqualTo((1, 0, 1, true)));
        Assert.That(await NewFieldAsync("a", "change"), Is.EqualTo($$"""{"N":"{{change}}"}"""));
    }

    [Test]
    public async Task A_user_who_signs_out_of_the_old_application_before_the_conversion_is_signed_out()
    {
        await Old.PutAsync("a", "{}");
        Calls.BeforeFirst<GetItemRequest>(Old.Name, () => Old.SignOutAsync("a"));

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Skipped["deleted during the run"], await CountNewAsync()), Is.EqualTo((1, 0)));
        AssertAddsUp(report);
    }

    [Test]
    public async Task A_user_who_signs_out_of_the_old_application_after_the_conversion_is_signed_out()
    {
        await Old.PutAsync("a", "{}");
        Calls.BeforeFirst<TransactWriteItemsRequest>(Old.Name, () => Old.SignOutAsync("a"));

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Migrated, report.SignedOut, await NewAsync("a")), Is.EqualTo((1, 1, (SessionRecord?)null)));
    }

    [Test]
    public async Task A_user_whose_new_cookie_is_returned_during_the_run_stays_signed_in()
    {
        await Old.PutAsync("a", """{"user":"alice"}""");
        Calls.BeforeFirst<TransactWriteItemsRequest>(Old.Name, async () =>
        {
            await Old.SignOutAsync("a");
            await Sessions.DetachOriginAsync(IdOf("a"), default);
        });

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Migrated, report.SignedOut, await NewFieldAsync("a", "user")), Is.EqualTo((1, 0, """{"S":"alice"}""")));
    }

    [Test]
    public async Task A_removal_whose_response_was_lost_does_not_sign_the_user_out()
    {
        await Old.PutAsync("a", """{"user":"alice"}""");
        Calls.AfterFirst<TransactWriteItemsRequest>(Old.Name, () => throw new HttpRequestException("cut"));

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Deleted, report.SignedOut, await NewFieldAsync("a", "user")), Is.EqualTo((1, 0, """{"S":"alice"}""")));
    }

    [Test]
    public async Task What_is_written_here_meanwhile_stays_and_the_legacy_record_is_deleted()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        Calls.BeforeFirst<TransactWriteItemsRequest>(Old.Name, async () =>
        {
            await CommitAsync("a", "cart", "claimed");
            await Old.PutAsync("a", """{"cart":"two"}""");
        });

        await RunAsync(BulkMigrationMode.Finish);

        Assert.That((await NewFieldAsync("a", "cart"), await Old.HasAsync("a")), Is.EqualTo(("""{"S":"claimed"}""", false)));
    }

    [Test]
    public async Task A_session_that_was_used_before_is_kept_and_its_legacy_record_is_deleted()
    {
        await Old.PutAsync("a", """{"cart":"one"}""");
        await RunAsync(BulkMigrationMode.Finish);
        await CommitAsync("a", "cart", "claimed");
        await Old.PutAsync("a", """{"cart":"revived"}""");

        var report = await RunAsync(BulkMigrationMode.Finish);

        Assert.That((report.Migrated, report.Kept, report.Deleted), Is.EqualTo((0, 1, 1)));
        Assert.That((await NewFieldAsync("a", "cart"), await Old.HasAsync("a")), Is.EqualTo(("""{"S":"claimed"}""", false)));
        AssertAddsUp(report);
    }
}
