using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>A browser comes with the cookie of Express, and goes on with ours.</summary>
[TestFixture]
[Category(TestEngine.Category)]
public sealed class LazyMigrationTests : MigrationFixture
{
    [Test]
    public async Task The_first_request_finds_the_session_and_changes_the_cookie()
    {
        var answer = await App.AskAsync(session => $"{session.Get<string>("user")} {session.Get<int>("visits")}");

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "alice 1")));
        Assert.That(Browser.Cookies.Keys, Is.EqualTo(new[] { SessionApp.CookieName }));
        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public async Task The_legacy_record_stays_until_the_new_cookie_is_returned()
    {
        await UserAsync();
        var afterFirst = await HasLegacyRecordAsync();

        var user = await UserAsync();

        Assert.That((afterFirst, await HasLegacyRecordAsync(), user), Is.EqualTo((true, false, "alice")));
    }

    [TestCase("read-only")]
    [TestCase("optional")]
    [TestCase("optimistic")]
    [TestCase("exclusive")]
    [TestCase("eventual")]
    public async Task Every_kind_of_endpoint_migrates_and_completes(string policy)
    {
        var first = await UserAsync(policy: policy);
        var second = await UserAsync(policy: policy);

        Assert.That((first, second, await HasLegacyRecordAsync()), Is.EqualTo(("alice", "alice", false)));
    }

    [TestCase("merge")]
    [TestCase("exclusive")]
    public async Task Signing_out_a_session_of_ours_also_ends_that_of_a_cookie_of_Express(string policy)
    {
        // A session of its own, while the cookie of Express is kept for another path or was set by a page of Express since.
        Browser.Cookies.Remove(LegacyCookieName);
        await App.RunAsync(session => session.Set("user", "bob"));
        Browser.Cookies[LegacyCookieName] = CookieOf(LegacyId);

        var answer = await App.RunAsync(session => session.Destroy(), policy);

        Assert.That((answer.Status, Browser.Cookies.Count, await HasLegacyRecordAsync()), Is.EqualTo((200, 0, false)));
        Assert.That(await UserAsync(OldBrowser()), Is.Empty);
    }

    [Test]
    public async Task A_forged_Express_cookie_does_not_prevent_a_sign_out()
    {
        Browser.Cookies.Remove(LegacyCookieName);
        await App.RunAsync(session => session.Set("user", "bob"));
        Browser.Cookies[LegacyCookieName] = CookieOf(LegacyId, "another secret");

        var answer = await App.RunAsync(session => session.Destroy());

        Assert.That((answer.Status, Browser.SessionCookie, await HasLegacyRecordAsync()), Is.EqualTo((200, (string?)null, true)));
    }

    [Test]
    public async Task A_completed_migration_costs_nothing_more()
    {
        await UserAsync();
        await UserAsync();
        App.App.TakeCalls();

        await UserAsync();

        Assert.That(App.App.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
    }

    [Test]
    public async Task Once_the_new_cookie_is_returned_the_legacy_one_is_rejected()
    {
        await UserAsync();
        await UserAsync();

        var answer = await App.AskAsync(session => session.Keys.Count(), browser: OldBrowser());

        Assert.That((answer.Status, answer.Text), Is.EqualTo((200, "0")));
        Assert.That(answer.SetCookies, Has.Count.EqualTo(1).And.One.StartsWith(LegacyCookieName + "=;"));
    }

    [Test]
    public async Task A_late_request_with_the_legacy_cookie_cannot_overwrite_the_new_one()
    {
        await UserAsync();
        await UserAsync();

        var answer = await App.RunAsync(session => session.Set("late", 1), browser: OldBrowser());

        Assert.That(answer.Status, Is.EqualTo(409));
        Assert.That(answer.SetCookies, Has.None.StartsWith(SessionApp.CookieName));
    }

    [Test]
    public async Task Long_after_that_the_legacy_cookie_is_ignored()
    {
        await UserAsync();
        await UserAsync();
        Clock.Advance(TimeSpan.FromSeconds(61));
        using var browser = OldBrowser();

        var answer = await App.RunAsync(session => session.Set("new", 1), browser: browser);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(NewCookie));
    }

    [Test]
    public async Task A_lost_response_does_not_sign_the_user_out()
    {
        await App.RunAsync(session => session.Set("note", "kept"), browser: OldBrowser());
        Clock.Advance(TimeSpan.FromMinutes(30));

        var answer = await App.AskAsync(session => $"{session.Get<string>("user")} {session.Get<string>("note")}");

        Assert.That(answer.Text, Is.EqualTo("alice kept"));
        Assert.That(Browser.SessionCookie, Is.EqualTo(NewCookie));
    }

    [Test]
    public async Task Parallel_first_requests_meet_on_one_session()
    {
        var browsers = Enumerable.Range(0, 20).Select(_ => OldBrowser()).ToArray();

        await Task.WhenAll(browsers.Select(browser => App.RunAsync(session => session.Increment("visits"), browser: browser)));

        Assert.That(browsers.Select(browser => browser.SessionCookie).Distinct(), Is.EqualTo(new[] { NewCookie }));
        var visits = await App.AskAsync(session => session.Get<int>("visits"), browser: browsers[0]);
        Assert.That(visits.Text, Is.EqualTo("21"));
        Assert.That(await App.App.CountItemsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Signing_out_in_the_very_first_request_is_final()
    {
        var answer = await App.RunAsync(session => session.Destroy());

        Assert.That((answer.Status, Browser.Cookies.Count, await HasLegacyRecordAsync()), Is.EqualTo((200, 0, false)));
        Assert.That(await UserAsync(OldBrowser()), Is.Empty);
        Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.That(await UserAsync(OldBrowser()), Is.Empty);
    }

    [Test]
    public async Task Signing_out_later_is_final_too()
    {
        await UserAsync();

        await App.RunAsync(session => session.Destroy());

        Assert.That((Browser.Cookies.Count, await HasLegacyRecordAsync()), Is.EqualTo((0, false)));
        Assert.That(await UserAsync(OldBrowser()), Is.Empty);
    }

    [Test]
    public async Task A_renewed_session_is_opened_by_its_new_cookie_alone([Values] bool inTheFirstRequest)
    {
        if (!inTheFirstRequest)
        {
            await UserAsync();
        }

        await App.RunAsync(session => session.RenewId());

        Assert.That(await HasLegacyRecordAsync(), Is.False);
        Assert.That((await UserAsync(), Browser.SessionCookie == NewCookie), Is.EqualTo(("alice", false)));
        Assert.That(await UserAsync(OldBrowser()), Is.Empty);
    }

    [Test]
    public async Task A_session_keeps_the_lifetime_it_had()
    {
        await PlantAsync(LegacyId, """{"user":"alice"}""", TimeSpan.FromDays(14));

        var answer = await App.AskAsync(session => session.IdleTimeout.TotalDays);

        var cookie = answer.SetCookies.Single(header => header.StartsWith(SessionApp.CookieName, StringComparison.Ordinal));
        Assert.That(answer.Text, Is.EqualTo("14"));
        Assert.That(cookie, Does.Contain($"max-age={14 * 24 * 60 * 60}"));
        Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(1));
        Assert.That(await UserAsync(), Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_persistent_cookie_is_extended_with_the_session_and_survives_renewal()
    {
        await UserAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));
        var extended = await App.AskAsync(session => session.Keys.Count());

        var renewed = await App.RunAsync(session => session.RenewId());

        Assert.That(extended.SetCookies.Single(), Does.Contain("max-age=3600"));
        Assert.That(renewed.SetCookies.Single(), Does.Contain("max-age=3600"));
    }

    [Test]
    public async Task A_cookie_that_was_set_for_a_domain_and_path_is_expired_there()
    {
        await PlantAsync(LegacyId, """{"user":"alice"}""", cookie: ""","path":"/shop","domain":"example.com" """);

        var first = await App.AskAsync(session => 0, browser: OldBrowser());
        var second = await App.AskAsync(session => 0, browser: OldBrowser());

        foreach (var answer in new[] { first, second })
        {
            var expired = answer.SetCookies.Single(header => header.StartsWith(LegacyCookieName, StringComparison.Ordinal));
            Assert.That(expired, Does.Contain("path=/shop").And.Contain("domain=example.com").And.Contain("expires=Thu, 01 Jan 1970"));
        }
    }

    [Test]
    public async Task A_date_of_JavaScript_s_reads_as_a_date_and_numbers_are_exact()
    {
        await PlantAsync(LegacyId, """{"loginAt":"2024-02-29T12:34:56.789Z","big":9007199254740993,"price":19.99,"tiny":1.5e-7}""");

        var answer = await App.AskAsync(session => FormattableString.Invariant(
            $"{session.Get<DateTimeOffset>("loginAt"):O} {session.Get<long>("big")} {session.Get<decimal>("price")} {session.Get<double>("tiny")}"));

        Assert.That(answer.Text, Is.EqualTo("2024-02-29T12:34:56.7890000+00:00 9007199254740993 19.99 1.5E-07"));
    }

    [Test]
    public async Task What_DynamoDB_cannot_hold_is_left_out_and_reported_by_its_name()
    {
        var longName = new string('n', 300);
        await PlantAsync(LegacyId, $$"""{"user":"alice","huge":1e300,"lone":"\ud800","{{longName}}":1}""");

        var answer = await App.AskAsync(session => string.Join(' ', session.Keys));

        var reported = App.App.Logs.Own.GetSnapshot().Where(log => log.Id.Id == 29).Select(log => log.Message).ToArray();
        Assert.That(answer.Text, Is.EqualTo("user"));
        Assert.That(reported, Has.Length.EqualTo(3).And.One.Contains("'huge'").And.One.Contains("'lone'").And.One.Contains("'nnn"));
        Assert.That(reported, Has.None.Contains("1e300").And.None.Contains(longName));
    }

    [Test]
    public async Task A_native_session_is_preferred_to_a_legacy_one()
    {
        using var browser = App.App.NewBrowser();
        await App.RunAsync(session => session.Set("user", "bob"), browser: browser);
        browser.Cookies[LegacyCookieName] = Browser.Cookies[LegacyCookieName];

        Assert.That((await UserAsync(browser), await HasLegacyRecordAsync()), Is.EqualTo(("bob", true)));
    }

    [Test]
    public async Task The_legacy_cookie_counts_if_our_own_cookie_leads_to_no_session()
    {
        Browser.SessionCookie = DynamoSession.Core.SessionId.NewSecret();

        Assert.That(await UserAsync(), Is.EqualTo("alice"));
    }

    [Test]
    public async Task Endpoints_without_a_session_migrate_nothing()
    {
        App.App.TakeCalls();

        await App.RequestAsync(_ => Task.FromResult<string?>("static"), policy: "none");

        Assert.That((App.App.TakeCalls().Count, Browser.Cookies.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_request_that_fails_still_migrates_but_changes_nothing()
    {
        var failed = await App.RunAsync(_ => throw new InvalidOperationException("broken"));

        var user = await UserAsync();

        Assert.That((failed.Status, failed.SetCookies.Count, user), Is.EqualTo((500, 0, "alice")));
    }

    [Test]
    public async Task A_copy_made_ahead_of_time_is_made_again_from_what_has_changed_since()
    {
        await PlantCopyAheadAsync("""{"S":"stale"}""");

        Assert.That(await UserAsync(), Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_copy_made_ahead_of_time_opens_nothing_if_the_user_has_signed_out_since()
    {
        await PlantCopyAheadAsync("""{"S":"alice"}""");
        await (await TestEngine.ClientAsync()).DeleteItemAsync(TableName, new() { ["id"] = new("sess:" + LegacyId) });

        Assert.That(await UserAsync(), Is.Empty);
        Browser.SessionCookie = NewCookie;
        Assert.That(await UserAsync(), Is.Empty);
    }
}
