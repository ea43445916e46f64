using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>A browser sees what it has written, at the price of eventual reads nearly always.</summary>
[Category(TestEngine.Category)]
public sealed class ReadYourWritesTests : LifecycleFixture
{
    private const string Recent = SessionApp.CookieName + "-recent";
    private const string Latest = SessionApp.CookieName + "-latest";

    private static readonly string[] Eventual = ["eventual"];
    private static readonly string[] Strong = ["strong"];
    private static readonly string[] Both = ["eventual", "strong"];

    private StaleReplica _replica = null!;

    [SetUp]
    public async Task StartTheSessionAsync()
    {
        _replica = new StaleReplica(App.App);
        await RunAsync(session => session.Set("theme", "light"));
        await _replica.CatchUpAsync(Browser.SessionCookie);
    }

    [Test]
    public async Task A_commit_leaves_two_cookies_for_as_long_as_they_are_needed()
    {
        var answer = await RunAsync(session => session.Set("theme", "dark"));

        var cookies = answer.SetCookies.ToDictionary(cookie => cookie.Split('=')[0]);
        var token = Browser.Cookies[Latest];
        Assert.Multiple(() =>
        {
            Assert.That(cookies.Keys, Is.EquivalentTo(new[] { Recent, Latest }));
            Assert.That(cookies[Recent], Does.StartWith($"{Recent}=1; max-age=2; path=/; secure; samesite=lax; httponly"));
            Assert.That(cookies[Latest], Does.StartWith($"{Latest}={token}; max-age=100; path=/; secure; samesite=lax; httponly"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
        });
        Assert.That((await ItemAsync())["rt"].M, Contains.Key(token));
    }

    [Test]
    public async Task Reads_and_touches_do_not_leave_one()
    {
        Clock.Advance(TimeSpan.FromMinutes(5));

        var answer = await App.AskAsync(session => session.Get<string>("theme"));

        Assert.That(App.App.TakeCalls().Count(call => call.Operation == "UpdateItem"), Is.EqualTo(2), "creation and touch");
        Assert.That(answer.SetCookies, Is.Empty);
    }

    [Test]
    public async Task A_sign_out_does_not_leave_one()
    {
        var answer = await RunAsync(session => session.Destroy());

        Assert.That(answer.SetCookies.Select(cookie => cookie.Split('=')[0]), Is.EqualTo(new[] { SessionApp.CookieName }));
    }

    [Test]
    public async Task Right_after_a_commit_the_read_is_strong()
    {
        await RunAsync(session => session.Set("theme", "dark"));
        _replica.TakeReads();

        Assert.That(await ReadAsync("theme"), Is.EqualTo("dark"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Strong));
    }

    [Test]
    public async Task Later_an_eventual_read_is_enough_once_the_replica_has_the_commit()
    {
        await RunAsync(session => session.Set("theme", "dark"));
        await _replica.CatchUpAsync(Browser.SessionCookie);
        Browser.Cookies.Remove(Recent);

        Assert.That(await ReadAsync("theme"), Is.EqualTo("dark"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Eventual));
    }

    [Test]
    public async Task A_replica_that_does_not_have_it_yet_is_not_trusted()
    {
        await RunAsync(session => session.Set("theme", "dark"));
        Browser.Cookies.Remove(Recent);
        _replica.TakeReads();

        Assert.That(await ReadAsync("theme"), Is.EqualTo("dark"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Both));
    }

    [Test]
    public async Task Without_cookies_the_read_is_eventual()
    {
        ForgetOwnWrites();

        await ReadAsync("theme");

        Assert.That(_replica.TakeReads(), Is.EqualTo(Eventual));
    }

    [Test]
    public async Task What_the_replica_does_not_know_is_looked_up_strongly()
    {
        await RunAsync(session => session.RenewId());
        ForgetOwnWrites();
        _replica.TakeReads();

        Assert.That(await ReadAsync("theme"), Is.EqualTo("light"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Both));
    }

    [Test]
    public async Task A_renewal_is_a_commit()
    {
        var answer = await RunAsync(session => session.RenewId());

        Assert.That(answer.SetCookies.Select(cookie => cookie.Split('=')[0]), Is.EquivalentTo(new[] { SessionApp.CookieName, Recent, Latest }));
        await _replica.CatchUpAsync(Browser.SessionCookie);
        Browser.Cookies.Remove(Recent);
        Assert.That(await ReadAsync("theme"), Is.EqualTo("light"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Eventual));
    }

    [Test]
    public async Task A_stale_read_of_a_session_that_was_ended_can_write_nothing()
    {
        using var other = App.Twin();
        ForgetOwnWrites();
        await RunAsync(session => session.Destroy(), browser: other);

        Assert.That(await ReadAsync("theme"), Is.EqualTo("light"), "It may show it,");
        Assert.That((await RunAsync(session => session.Set("theme", "dark"))).Status, Is.EqualTo(409), "but not write it.");
    }

    [TestCase("garbage")]
    [TestCase("AAAAAAAAAAA")]
    [TestCase("%00%ff")]
    [TestCase("\"quoted\"")]
    public async Task A_forged_token_makes_the_read_strong_at_the_worst(string value)
    {
        ForgetOwnWrites();
        Browser.Cookies[Latest] = value;

        Assert.That(await ReadAsync("theme"), Is.EqualTo("light"));
        Assert.That(_replica.TakeReads(), Is.EqualTo(Both));
    }

    [TestCase("strong", "strong")]
    [TestCase("eventual", "eventual")]
    [TestCase("read-your-writes", "strong")]
    public async Task The_endpoint_decides_before_the_application(string policy, string expected)
    {
        await RunAsync(session => session.Set("theme", "dark"));
        _replica.TakeReads();

        await App.ReadAsync("theme", policy: policy);

        Assert.That(_replica.TakeReads(), Is.EqualTo(new[] { expected }));
    }

    [TestCase(SessionConsistency.Strong)]
    [TestCase(SessionConsistency.Eventual)]
    public async Task An_endpoint_alone_cannot_have_it_so_it_reads_strongly(SessionConsistency application)
    {
        await using var app = await ScriptedApp.StartAsync(options => options.Consistency = application, Clock);
        var answer = await app.RunAsync(session => session.Set("theme", "dark"));
        var replica = new StaleReplica(app.App);

        await app.ReadAsync("theme", policy: "read-your-writes");

        Assert.That(answer.SetCookies, Has.Count.EqualTo(1), "Without read-your-writes, no such cookie is set.");
        Assert.That(replica.TakeReads(), Is.EqualTo(Strong));
    }

    [Test]
    public async Task The_cookies_follow_the_name_and_reach_of_the_sessions()
    {
        await using var app = await ScriptedApp.StartAsync(
            options =>
            {
                Configure(options);
                options.Cookie.Name = "__Secure-shop";
                options.Cookie.Domain = "shop.example";
                options.Cookie.MaxAge = TimeSpan.FromDays(7);
            },
            Clock);

        var answer = await app.RunAsync(session => session.Set("theme", "dark"));

        Assert.That(answer.SetCookies.Select(cookie => cookie.Split('=')[0]), Is.EqualTo(new[] { "__Secure-shop", "__Secure-shop-recent", "__Secure-shop-latest" }));
        Assert.That(answer.SetCookies, Has.All.Contain("domain=shop.example"));
        Assert.That(answer.SetCookies[1], Does.Contain("max-age=2;"));
        Assert.That(answer.SetCookies[2], Does.Contain("max-age=100;"));
    }

    private protected override void Configure(DynamoSessionOptions options) => options.Consistency = SessionConsistency.ReadYourWrites;

    private void ForgetOwnWrites()
    {
        Browser.Cookies.Remove(Recent);
        Browser.Cookies.Remove(Latest);
    }
}
