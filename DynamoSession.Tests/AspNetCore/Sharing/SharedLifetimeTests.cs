using System.Globalization;
using DynamoSession.AspNetCore;
using DynamoSession.Core.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Express;

namespace DynamoSession.Tests.AspNetCore.Sharing;

/// <summary>How long a shared session lives, whichever application used it last. Express has the real clock, we have one that a test moves.</summary>
[TestFixture(ExpressFormat.PwrDrvr)]
[TestFixture(ExpressFormat.ConnectDynamoDb)]
[Category(TestEngine.Category)]
public sealed class SharedLifetimeTests(ExpressFormat format) : SharingFixture(format)
{
    private readonly MovedClock _clock = new();

    private protected override TimeProvider Clock => _clock;

    private protected override ExpressSettings Settings => new() { Secrets = Secrets, Rolling = true, Cookie = new() { MaxAge = 3_600_000 } };

    private protected override void Configure(DynamoSessionOptions options) => options.Cookie.MaxAge = TimeSpan.FromHours(2);

    [SetUp]
    public void SetTheClock() => _clock.Offset = TimeSpan.Zero;

    [Test]
    public async Task A_session_keeps_the_lifetime_that_Express_gave_it_and_our_use_extends_it_for_both()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var before = await EndAsync(browser);
        MoveTo(before, TimeSpan.FromMinutes(-20));

        var answer = await App.AskAsync(session => session.IdleTimeout.TotalMinutes, browser: browser.Ours);

        var end = (_clock.GetUtcNow() + TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        Assert.That(double.Parse(answer.Text, CultureInfo.InvariantCulture), Is.EqualTo(60).Within(0.001));
        Assert.That(await EndAsync(browser), Is.EqualTo(end).Within(1));
        Assert.That(answer.SetCookies.Single(), Does.StartWith("connect.sid=").And.Contain("expires=").And.Not.Contain("max-age"));
        Assert.That((string?)(await browser.SeenByExpressAsync())["user"], Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_use_soon_after_the_last_one_writes_nothing()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        MoveTo(await EndAsync(browser), TimeSpan.FromMinutes(-57));
        App.App.TakeCalls();

        await App.AskAsync(session => session.Get<string>("user"), browser: browser.Ours);

        Assert.That(App.App.TakeCalls().Select(call => call.Operation), Is.EqualTo(new[] { "GetItem" }));
    }

    [Test]
    public async Task A_session_that_Express_only_touches_lives_on_here()
    {
        // A touch by Express extends the record, and leaves the time inside of the cookie behind.
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        var item = (await ItemAsync(browser.Id))!;
        var later = long.Parse(item["expires"].N.Split('.')[0], CultureInfo.InvariantCulture) + 1800;
        await (await TestEngine.ClientAsync()).UpdateItemAsync(
            TableName,
            new() { ["id"] = item["id"] },
            new() { ["expires"] = new(new() { N = later.ToString(CultureInfo.InvariantCulture) }, Amazon.DynamoDBv2.AttributeAction.PUT) });
        MoveTo(later, TimeSpan.FromMinutes(-10));

        Assert.That(await browser.AskAsync(session => session.Get<string>("user")), Is.EqualTo("alice"));
    }

    [Test]
    public async Task A_session_that_starts_here_has_our_lifetime_in_Express_too()
    {
        var browser = NewBrowser();

        var answer = await browser.RunAsync(session => session.Set("user", "alice"));
        var seen = await browser.SeenByExpressAsync();

        Assert.That((double?)seen["cookie"]!["originalMaxAge"], Is.EqualTo(7_200_000).Within(2000));
        Assert.That(answer.SetCookies.Single(), Does.Contain("expires="));
        Assert.That(await browser.AskAsync(session => session.IdleTimeout.TotalHours), Does.StartWith("2").Or.StartWith("1.9"));
    }

    [Test]
    public async Task A_user_who_asks_to_stay_signed_in_does_so_at_both()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");

        var answer = await browser.RunAsync(session => session.IdleTimeout = TimeSpan.FromDays(14));
        var seen = await browser.SeenByExpressAsync();

        var expires = DateTimeOffset.FromUnixTimeSeconds(await EndAsync(browser));
        Assert.That((double?)seen["cookie"]!["originalMaxAge"], Is.EqualTo(TimeSpan.FromDays(14).TotalMilliseconds).Within(2000));
        Assert.That(expires, Is.EqualTo(TimeProvider.System.GetUtcNow().AddDays(14)).Within(TimeSpan.FromMinutes(2)));
        Assert.That(answer.SetCookies.Single(), Does.Contain("expires="));
    }

    [Test]
    public async Task A_renewed_session_keeps_its_lifetime()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");

        var answer = await browser.RunAsync(session => session.RenewId());

        Assert.That((double?)(await browser.SeenByExpressAsync())["cookie"]!["originalMaxAge"], Is.EqualTo(3_600_000).Within(2000));
        Assert.That(answer.SetCookies.Single(), Does.Contain("expires="));
    }

    [Test]
    public async Task Our_touch_never_revives_what_Express_has_ended()
    {
        var browser = NewBrowser();
        await browser.LogInAtExpressAsync("alice");
        MoveTo(await EndAsync(browser), TimeSpan.FromMinutes(-20));
        var (id, tab) = (browser.Id, TwinOf(browser));

        var answer = await App.RequestAsync(
            async _ =>
            {
                await tab.LogOutAtExpressAsync();
                return "done";
            },
            browser: browser.Ours);

        Assert.That((answer.Status, answer.SetCookies.Count, await ItemAsync(id)), Is.EqualTo((200, 0, (object?)null)));
    }

    private async Task<long> EndAsync(SharedBrowser browser) =>
        long.Parse((await ItemAsync(browser.Id))!["expires"].N.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>Moves our clock to a time before or after a moment in Unix seconds.</summary>
    private void MoveTo(long moment, TimeSpan by) =>
        _clock.Offset = DateTimeOffset.FromUnixTimeSeconds(moment) + by - TimeProvider.System.GetUtcNow();

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
