using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoSession.Tests.AspNetCore.Cookies;

/// <summary>What the browser is told, and when.</summary>
public sealed class SessionCookieTests
{
    private ManualTimeProvider _clock = null!;

    [SetUp]
    public void SetTheClock() => _clock = new ManualTimeProvider();

    [Test]
    public async Task The_default_cookie_has_every_protection()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set/a");

        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies.Single(), Does.Match("^__Host-sid=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$"));
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(answer.Header("Vary"), Is.EqualTo("Cookie"));
        });
    }

    [Test]
    public async Task A_cookie_builder_of_the_applications_own_keeps_every_protection()
    {
        await using var app = await StartAsync(options => options.Cookie = new CookieBuilder { Name = "shop", MaxAge = TimeSpan.FromHours(1) });
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set/a");

        LeakWatch.Protect(browser.Cookies["shop"]);
        Assert.That(answer.SetCookies.Single(), Does.Match("^shop=[A-Za-z0-9_-]{43}; max-age=3600; path=/; secure; samesite=lax; httponly$"));
    }

    [Test]
    public async Task What_is_chosen_after_replacing_the_builder_is_what_the_browser_gets()
    {
        await using var app = await StartAsync(options =>
        {
            options.Cookie = new CookieBuilder { Name = "shop", SameSite = SameSiteMode.Strict, SecurePolicy = CookieSecurePolicy.None };
            options.Cookie.HttpOnly = false;
        });
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set/a");

        LeakWatch.Protect(browser.Cookies["shop"]);
        Assert.That(answer.SetCookies.Single(), Does.Match("^shop=[A-Za-z0-9_-]{43}; path=/; samesite=strict$"));
    }

    [Test]
    public async Task In_development_over_plain_http_it_works_without_https()
    {
        await using var app = await StartAsync(environment: "Development");
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set/a");

        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies.Single(), Does.Match("^sid=[A-Za-z0-9_-]{43}; path=/; samesite=lax; httponly$"));
            Assert.That(app.Logs.Own.GetSnapshot().Where(entry => entry.Id.Id == 16), Is.Empty);
        });
        LeakWatch.Protect(browser.Cookies["sid"]);
        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("a"));
        Assert.That((await browser.PostAsync("/destroy")).SetCookies.Single(), Does.StartWith("sid=; expires=Thu, 01 Jan 1970"));
    }

    [Test]
    public async Task In_development_over_plain_http_the_cookies_of_own_writes_follow()
    {
        await using var app = await StartAsync(options => options.Consistency = SessionConsistency.ReadYourWrites, "Development");
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set/a");

        Assert.That(answer.SetCookies.Select(cookie => cookie.Split('=')[0]), Is.EqualTo(new[] { "sid", "sid-recent", "sid-latest" }));
        Assert.That(answer.SetCookies, Has.None.Contain("secure"));
        LeakWatch.Protect(browser.Cookies["sid"]);
    }

    [Test]
    public async Task A_secure_cookie_over_plain_http_is_warned_of_once()
    {
        await using var app = await StartAsync();

        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var browser = app.NewBrowser();
            await browser.PostAsync("/set/a");
        }

        Assert.That(app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 16), Is.EqualTo(1));
    }

    [Test]
    public async Task SameSite_None_without_Secure_in_development_is_warned_of_once()
    {
        await using var app = await StartAsync(options => options.Cookie.SameSite = SameSiteMode.None, "Development");

        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var browser = app.NewBrowser();
            await browser.PostAsync("/set/a");
            LeakWatch.Protect(browser.Cookies["sid"]);
        }

        Assert.That(CountOf(app, "SameSiteNoneWithoutSecure"), Is.EqualTo(1));
    }

    [TestCase("Production", CookieSecurePolicy.None, 1)]
    [TestCase("Production", CookieSecurePolicy.SameAsRequest, 1)]
    [TestCase("Staging", CookieSecurePolicy.SameAsRequest, 1)]
    [TestCase("Production", CookieSecurePolicy.Always, 0)]
    [TestCase("Development", CookieSecurePolicy.None, 0)]
    public async Task A_cookie_that_may_be_sent_over_plain_http_outside_development_is_warned_of_at_the_start(
        string environment, CookieSecurePolicy policy, int warnings)
    {
        await using var app = await StartAsync(options => (options.Cookie.Name, options.Cookie.SecurePolicy) = ("shop", policy), environment);

        Assert.That(CountOf(app, "InsecureCookie"), Is.EqualTo(warnings));
    }

    [TestCase("Production", 1)]
    [TestCase("Staging", 1)]
    [TestCase("Development", 0)]
    public async Task A_table_in_memory_outside_development_is_warned_of_at_the_start(string environment, int warnings)
    {
        await using var app = await StartAsync(environment: environment);

        Assert.That(CountOf(app, "TableInMemory"), Is.EqualTo(warnings));
    }

    [Test]
    public async Task Reading_sends_no_cookie()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set/a");

        var answer = await browser.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-cache, private"));
            Assert.That(answer.Header("Vary"), Is.EqualTo("Cookie"));
        });
    }

    [Test]
    public async Task A_request_that_does_not_look_at_the_session_does_not_vary_by_it()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set/a");

        Assert.That((await browser.GetAsync("/untouched")).Header("Vary"), Is.Null);
    }

    [Test]
    public async Task A_persistent_cookie_is_sent_again_after_a_touch()
    {
        await using var app = await StartAsync(PersistentCookie);
        using var browser = app.NewBrowser();
        var created = await browser.PostAsync("/set/a");

        _clock.Advance(TimeSpan.FromMinutes(1));
        var tooEarly = await browser.GetAsync("/untouched");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var touched = await browser.GetAsync("/untouched");

        Assert.Multiple(() =>
        {
            Assert.That(created.SetCookies.Single(), Does.Contain("; max-age=1200;"));
            Assert.That(tooEarly.SetCookies, Is.Empty);
            Assert.That(touched.SetCookies, Is.EqualTo(created.SetCookies));
            Assert.That(touched.Header("Cache-Control"), Is.EqualTo("no-store"));
        });
    }

    [Test]
    public async Task A_persistent_cookie_lives_on_while_commits_alone_keep_the_session_alive()
    {
        await using var app = await StartAsync(PersistentCookie);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set/a");

        var atOnce = await browser.PostAsync("/set/b");
        _clock.Advance(TimeSpan.FromSeconds(30));
        var extending = await browser.PostAsync("/set/c");

        Assert.Multiple(() =>
        {
            Assert.That(atOnce.SetCookies, Is.Empty);
            Assert.That(extending.SetCookies, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_cookie_for_the_browser_session_is_never_sent_again()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set/a");
        _clock.Advance(TimeSpan.FromMinutes(10));

        var touched = await browser.GetAsync("/untouched");
        _clock.Advance(TimeSpan.FromMinutes(10));
        var written = await browser.PostAsync("/set/b");

        Assert.That(touched.SetCookies.Concat(written.SetCookies), Is.Empty);
    }

    [Test]
    public async Task The_first_live_session_of_several_cookies_is_used()
    {
        await using var app = await StartAsync();
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();
        await first.PostAsync("/set/first");
        await second.PostAsync("/set/second");
        using var both = app.NewBrowser();
        both.Cookies["x"] = $"1; {SessionApp.CookieName}={SessionId.NewSecret()}; {SessionApp.CookieName}={second.SessionCookie}; {SessionApp.CookieName}={first.SessionCookie}";

        var answer = await both.GetAsync("/read");

        Assert.That(answer.Text, Is.EqualTo("second"));
    }

    [Test]
    public async Task Unknown_cookies_in_front_leave_the_real_one_its_look_up([Values(3, 4, 50)] int count)
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set/a");
        using var crowded = app.NewBrowser();
        crowded.Cookies["x"] = $"1{Unknown(count)}; {SessionApp.CookieName}={browser.SessionCookie}";

        var answer = await crowded.GetAsync("/read");

        Assert.That(answer.Text, Is.EqualTo("a"));
        Assert.That(answer.SetCookies, Is.Empty, "No browser has several cookies with a __Host- name.");
    }

    private static int CountOf(SessionApp app, string warning) => app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Name == warning);

    private static string Unknown(int count, string name = SessionApp.CookieName) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => $"; {name}={SessionId.NewSecret()}"));

    private static void PersistentCookie(DynamoSessionOptions options) => options.Cookie.MaxAge = TimeSpan.FromMinutes(20);

    private Task<SessionApp> StartAsync(Action<DynamoSessionOptions>? configure = null, string environment = "Production") =>
        SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/untouched", () => "hello");
                app.MapGet("/read", (HttpContext context) => string.Join(",", context.Session.Keys));
                app.MapPost("/set/{name}", (HttpContext context, string name) => context.Session.Set(name, 1));
                app.MapPost("/destroy", (HttpContext context) => context.GetDynamoSession().Destroy());
            },
            configure,
            builder =>
            {
                builder.Environment.EnvironmentName = environment;
                builder.Services.AddSingleton<IHostEnvironment>(builder.Environment);
            },
            _clock);
}
