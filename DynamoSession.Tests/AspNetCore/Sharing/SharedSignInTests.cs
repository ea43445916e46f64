using System.Text;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>Who signs in or out at one application has done so at the other.</summary>
[TestFixture(ExpressFormat.PwrDrvr)]
[TestFixture(ExpressFormat.ConnectDynamoDb)]
[Category(TestEngine.Category)]
public sealed class SharedSignInTests(ExpressFormat format) : SharingFixture(format)
{
    [Test]
    public async Task Signing_in_at_Express_is_signing_in_here()
    {
        var browser = NewBrowser();
        await browser.RunAsync(session => session.Set("cart", "3 items"));
        var before = TwinOf(browser);

        await browser.LogInAtExpressAsync("alice");

        Assert.That(await UserHereAsync(browser), Is.EqualTo("alice"));
        Assert.That(await UserHereAsync(before), Is.Empty);
        Assert.That(await before.AskAsync(session => session.Get<string>("cart")), Is.Empty);
    }

    [Test]
    public async Task Signing_in_here_also_signs_in_at_Express_and_the_previous_id_is_dead_in_both()
    {
        var browser = NewBrowser();
        await browser.SetAtExpressAsync(new() { ["cart"] = "3 items" });
        var before = TwinOf(browser);

        await browser.RunAsync(session =>
        {
            session.RenewId();
            session.Set("user", "alice");
        });

        var seen = await browser.SeenByExpressAsync();
        Assert.That(((string?)seen["user"], (string?)seen["cart"], (string?)seen["#id"]), Is.EqualTo(("alice", "3 items", browser.Id)));
        Assert.That(browser.Id, Is.Not.EqualTo(before.Id));
        Assert.That((await TwinOf(before).FieldsSeenByExpressAsync()).Count, Is.Zero);
        Assert.That((await before.RunAsync(session => session.Set("late", 1))).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A_session_that_starts_here_is_one_of_Express_and_is_changed_there()
    {
        var browser = NewBrowser();

        var answer = await browser.RunAsync(session => session.Set("user", "alice"));
        var seen = await browser.SetAtExpressAsync(new() { ["theme"] = "dark" });

        Assert.That(answer.SetCookies.Single(), Does.StartWith("connect.sid=s%3A").And.EndsWith("; path=/; httponly"));
        Assert.That(((string?)seen["user"], (string?)seen["#id"]), Is.EqualTo(("alice", browser.Id)));
        Assert.That(await browser.AskAsync(session => session.Get<string>("user") + session.Get<string>("theme")), Is.EqualTo("alicedark"));
    }

    [Test]
    public async Task Signing_out_at_Express_is_signing_out_here()
    {
        var browser = NewBrowser();
        await browser.RunAsync(session => session.Set("user", "alice"));
        var tab = TwinOf(browser);

        await browser.LogOutAtExpressAsync();

        Assert.That((browser.Cookies.Count, await UserHereAsync(tab)), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task Signing_out_here_is_signing_out_at_Express()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var tab = TwinOf(browser);

        var answer = await browser.RunAsync(session => session.Destroy());

        Assert.That((answer.Status, browser.Cookies.Count), Is.EqualTo((200, 0)));
        Assert.That((string?)(await TwinOf(tab).SeenByExpressAsync())["user"], Is.Null);
        Assert.That((await tab.RunAsync(session => session.Set("late", 1))).Status, Is.EqualTo(409));
        Assert.That((await ItemAsync(tab.Id))!.Keys, Is.EquivalentTo(new[] { "id", "ended", "expires", "tok" }));
    }

    [Test]
    public async Task A_late_request_of_ours_does_not_revive_what_Express_has_ended()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var tab = TwinOf(browser);

        var late = await App.RunAsync(
            async session =>
            {
                await TwinOf(browser).LogOutAtExpressAsync();
                session.Set("late", 1);
            },
            browser: tab.Ours);

        Assert.That((late.Status, await ItemAsync(browser.Id)), Is.EqualTo((409, (object?)null)));
    }

    [Test]
    public async Task Renewing_while_Express_writes_takes_along_what_it_wrote()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var tab = TwinOf(browser);

        await App.RunAsync(
            async session =>
            {
                await tab.SetAtExpressAsync(new() { ["meanwhile"] = true });
                session.RenewId();
            },
            browser: browser.Ours);

        Assert.That(await browser.AskAsync(session => session.Get<string>("user") + session.Get<bool>("meanwhile")), Is.EqualTo("aliceTrue"));
    }

    [Test]
    public async Task A_commit_before_the_renewal_does_not_prevent_it()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");

        var answer = await App.RunAsync(
            async session =>
            {
                session.Set("step", 1);
                await session.CommitAsync();
                session.RenewId();
            },
            "optimistic",
            browser.Ours);

        Assert.That((answer.Status, (int?)(await browser.SeenByExpressAsync())["step"]), Is.EqualTo((200, (int?)1)));
    }

    [Test]
    public async Task An_optimistic_request_that_Express_has_overtaken_is_refused()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var tab = TwinOf(browser);

        var answer = await App.RunAsync(
            async session =>
            {
                await tab.SetAtExpressAsync(new() { ["stock"] = 0 });
                session.Set("bought", true);
            },
            "optimistic",
            browser.Ours);

        Assert.That((answer.Status, (bool?)(await browser.SeenByExpressAsync())["bought"]), Is.EqualTo((409, (bool?)null)));
    }

    [Test]
    public async Task Updates_of_one_field_at_once_all_count()
    {
        var browser = NewBrowser();
        await browser.SetAtExpressAsync(new() { ["count"] = 10 });
        var tabs = Enumerable.Range(0, 8).Select(_ => TwinOf(browser)).ToArray();

        var answers = await Task.WhenAll(tabs.Select(tab => App.RunAsync(session => session.UpdateAsync<int>("count", count => count + 1), browser: tab.Ours)));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(200));
        Assert.That((int?)(await browser.SeenByExpressAsync())["count"], Is.EqualTo(18));
    }

    [Test]
    public async Task The_public_id_is_the_hash_of_the_id_in_the_cookie()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");

        var publicId = await browser.AskAsync(session => session.Id);

        Assert.That(publicId, Is.EqualTo(SessionId.PublicIdOf(browser.Id!)));
        Assert.That(await ItemAsync(browser.Id), Is.Not.Null);
    }

    [Test]
    public async Task A_cookie_signed_with_an_older_secret_opens_the_session_and_a_forged_one_nothing()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var (older, forged) = (TwinOf(browser), TwinOf(browser));
        older.Cookies["connect.sid"] = DynamoSession.AspNetCore.Migration.ExpressCookie.ValueOf(browser.Id!, Encoding.UTF8.GetBytes(Secrets[1]));
        forged.Cookies["connect.sid"] = DynamoSession.AspNetCore.Migration.ExpressCookie.ValueOf(browser.Id!, "guessed"u8.ToArray());

        Assert.That((await UserHereAsync(older), await UserHereAsync(forged)), Is.EqualTo(("alice", "")));
    }

    [Test]
    public async Task An_id_that_Express_has_signed_but_never_stored_is_not_adopted()
    {
        var browser = NewBrowser();
        var unknown = new string('x', 32);
        browser.Cookies["connect.sid"] = DynamoSession.AspNetCore.Migration.ExpressCookie.ValueOf(unknown, Encoding.UTF8.GetBytes(Secrets[0]));

        await browser.RunAsync(session => session.Set("user", "alice"));

        Assert.That(browser.Id, Is.Not.Null.And.Not.EqualTo(unknown));
        Assert.That(await ItemAsync(unknown), Is.Null);
    }

    private static Task<string> UserHereAsync(SharedBrowser browser) => browser.AskAsync(session => session.Get<string>("user"));
}
