using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>What each kind of request costs while sessions are migrated: reads and writes of our record, and of the legacy one.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class MigrationCallCountTests : MigrationFixture
{
    private const string ReadOwn = "GetItem, own";
    private const string WriteOwn = "UpdateItem, own";
    private const string ReadLegacy = "GetItem, legacy";
    private const string DeleteLegacy = "DeleteItem, legacy";

    /// <summary>Nothing of ours yet; the legacy record; ours created.</summary>
    private static readonly string[] FirstRequest = [ReadOwn, ReadLegacy, WriteOwn];

    [Test]
    public async Task The_first_request_looks_for_both_records_and_creates_ours()
    {
        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(FirstRequest));
    }

    [Test]
    public async Task A_first_request_that_changes_a_field_commits_it_with_a_write_of_its_own()
    {
        var calls = await CallsOfAsync(() => App.RunAsync(session => session.Set("theme", "dark")));

        Assert.That(calls, Is.EqualTo(FirstRequest.Append(WriteOwn)));
    }

    [Test]
    public async Task A_copy_made_ahead_of_time_costs_what_no_copy_costs()
    {
        await PlantCopyAheadAsync("""{"S":"alice"}""");

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(FirstRequest));
    }

    [Test]
    public async Task A_copy_made_ahead_of_time_of_a_session_that_has_ended_since_is_ended_too()
    {
        await PlantCopyAheadAsync("""{"S":"alice"}""");
        await (await TestEngine.ClientAsync()).DeleteItemAsync(TableName, new() { ["id"] = new("sess:" + LegacyId) });

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(new[] { ReadOwn, ReadLegacy, ReadOwn, WriteOwn }));
    }

    [Test]
    public async Task The_legacy_cookie_again_after_a_lost_response_costs_one_read()
    {
        await UserAsync(OldBrowser());

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(new[] { ReadOwn }));
    }

    [Test]
    public async Task The_first_request_with_our_cookie_completes_the_migration()
    {
        await UserAsync();

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(new[] { ReadOwn, DeleteLegacy, WriteOwn }));
    }

    [Test]
    public async Task After_that_a_request_costs_one_read_as_if_nothing_had_been_migrated()
    {
        await UserAsync();
        await UserAsync();

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(new[] { ReadOwn }));
    }

    [Test]
    public async Task The_legacy_cookie_costs_one_read_once_the_migration_is_complete()
    {
        await UserAsync();
        await UserAsync();

        Assert.That(await CallsOfAsync(() => UserAsync(OldBrowser())), Is.EqualTo(new[] { ReadOwn }));
    }

    [Test]
    public async Task A_live_session_of_ours_beside_the_legacy_cookie_costs_one_read()
    {
        using var browser = OldBrowser();
        await App.RunAsync(session => session.Set("user", "bob"), browser: Browser);
        browser.SessionCookie = Browser.SessionCookie;
        await UserAsync(browser);

        Assert.That(await CallsOfAsync(() => UserAsync(browser)), Is.EqualTo(new[] { ReadOwn }));
    }

    [Test]
    public async Task An_unknown_id_of_ours_beside_the_legacy_cookie_costs_its_read_more()
    {
        Browser.SessionCookie = SessionId.NewSecret();

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(FirstRequest.Prepend(ReadOwn)));
    }

    [Test]
    public async Task A_cookie_that_is_not_genuine_costs_no_call()
    {
        Browser.Cookies[LegacyCookieName] = CookieOf(LegacyId, "another secret");

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.Empty);
    }

    [TestCase("missing")]
    [TestCase("expired")]
    [TestCase("corrupt")]
    public async Task A_legacy_record_that_is_not_a_session_costs_two_reads(string record)
    {
        switch (record)
        {
            case "expired":
                Clock.Advance(TimeSpan.FromHours(1));
                break;
            case "corrupt":
                await (await TestEngine.ClientAsync()).PutItemAsync(TableName, new() { ["id"] = new("sess:" + LegacyId), ["sess"] = new("{\"cookie\":{}"), ["type"] = new("connect-session") });
                break;
            default:
                Browser.Cookies[LegacyCookieName] = CookieOf(SessionId.NewSecret()[..32]);
                break;
        }

        Assert.That(await CallsOfAsync(() => UserAsync()), Is.EqualTo(new[] { ReadOwn, ReadLegacy }));
    }

    [Test]
    public async Task A_sign_out_in_the_first_request_ends_both()
    {
        var calls = await CallsOfAsync(() => App.RunAsync(session => session.Destroy()));

        Assert.That(calls, Is.EqualTo((string[])[.. FirstRequest, DeleteLegacy, WriteOwn]));
    }

    [Test]
    public async Task A_sign_out_with_our_cookie_ends_both()
    {
        await UserAsync();

        var calls = await CallsOfAsync(() => App.RunAsync(session => session.Destroy()));

        Assert.That(calls, Is.EqualTo(new[] { ReadOwn, DeleteLegacy, WriteOwn }));
    }

    [Test]
    public async Task A_renewal_in_the_first_request_copies_the_session_and_fences_what_it_comes_from()
    {
        var calls = await CallsOfAsync(() => App.RunAsync(session => session.RenewId()));

        Assert.That(calls, Is.EqualTo((string[])[.. FirstRequest, DeleteLegacy, WriteOwn, WriteOwn]));
    }

    [Test]
    public async Task A_renewal_with_our_cookie_copies_the_session_and_fences_what_it_comes_from()
    {
        await UserAsync();

        var calls = await CallsOfAsync(() => App.RunAsync(session => session.RenewId()));

        Assert.That(calls, Is.EqualTo(new[] { ReadOwn, DeleteLegacy, WriteOwn, WriteOwn }));
    }

    [TestCase("read-only", ReadOwn, ReadLegacy, WriteOwn)]
    [TestCase("optional", ReadOwn, ReadLegacy, WriteOwn)]
    [TestCase("optimistic", ReadOwn, ReadLegacy, WriteOwn)]
    [TestCase("eventual", ReadOwn, ReadLegacy, WriteOwn)]
    [TestCase("read-your-writes", ReadOwn, ReadLegacy, WriteOwn)]
    [TestCase("exclusive", ReadOwn, ReadLegacy, WriteOwn, ReadOwn, WriteOwn, WriteOwn, Description = "It reads whether the lease is free, acquires it, and gives it back.")]
    [TestCase("none")]
    public async Task The_first_request_of_each_kind_of_endpoint_costs_what_that_kind_costs_anyway_and_the_migration(string policy, params string[] expected)
    {
        var calls = await CallsOfAsync(() => App.RequestAsync(_ => Task.FromResult<string?>("untouched"), policy));

        Assert.That(calls, Is.EqualTo(expected));
    }

    private protected override void Configure(ExpressMigrationOptions options) => options.Format = ExpressFormat.ConnectDynamoDb;

    private async Task<string[]> CallsOfAsync(Func<Task> request)
    {
        App.App.TakeCalls();
        await request();
        return [.. App.App.TakeCalls().Select(call => $"{call.Operation}, {(((string)call.Request["Key"]!["id"]!["S"]!).StartsWith("sess:", StringComparison.Ordinal) ? "legacy" : "own")}")];
    }
}
