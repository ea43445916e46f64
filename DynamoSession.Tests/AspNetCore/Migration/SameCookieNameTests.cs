using System.Net;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Laravel;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>The legacy cookie and the session's own have one name. A jar like a browser's keeps the cookies.</summary>
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SameCookieNameTests
{
    private static readonly byte[] MigrationKey = new byte[32];

    private readonly CookieContainer _jar = new();

    [Test]
    public async Task A_session_of_Express_in_Development_goes_on_under_the_one_name()
    {
        await using var app = await StartExpressAsync(path: "/");
        _jar.Add(app.Address, new Cookie("sid", CookieOf("x"), "/"));

        var first = await GetAsync(app);
        var second = await GetAsync(app);

        Assert.That((first.Text, second.Text), Is.EqualTo(("alice", "alice")));
        Assert.That(first.SetCookies, Has.Count.EqualTo(1));
        Assert.That(CookiesAt(app), Has.Count.EqualTo(1).And.Exactly(1).Matches<Cookie>(cookie => SessionId.IsWellFormed(cookie.Value)));
        Assert.That(await HasItemAsync(app, "sess:x"), Is.False);
    }

    [Test]
    public async Task A_session_of_Laravel_goes_on_under_the_one_name()
    {
        var fixture = LaravelFixture.Read("php-serialize-default");
        var application = fixture.Options(await TestEngine.CreateTableAsync(fixture.KeyAttribute));
        await (await TestEngine.ClientAsync()).PutItemAsync(application.Table.TableName, fixture.Item);
        await using var app = await StartAsync(
            "_token",
            fixture.Clock,
            options => NameCookie(options, fixture.CookieName),
            builder => builder.Services.AddDynamoSession().MigrateFromLaravel(options =>
            {
                options.Application = application;
                options.CookieName = fixture.CookieName;
                options.MigrationKey = MigrationKey;
            }));
        var cookie = fixture.CookieHeader.Split('=', 2);
        _jar.Add(app.Address, new Cookie(cookie[0], cookie[1], "/"));

        var first = await GetAsync(app);
        var second = await GetAsync(app);

        Assert.That(first.Text, Is.EqualTo(fixture.ExpectedSession.GetProperty("_token").GetString()));
        Assert.That(second.Text, Is.EqualTo(first.Text));
    }

    [Test]
    public async Task A_session_of_Microsoft_s_goes_on_under_the_one_name()
    {
        var protection = new EphemeralDataProtectionProvider();
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        var key = Guid.NewGuid().ToString();
        await cache.SetAsync(key, await MicrosoftBlob.WriteAsync(session => session.SetString("user", "alice")));
        var legacyCookie = Convert.ToBase64String(protection.CreateProtector("SessionMiddleware").Protect(Encoding.UTF8.GetBytes(key))).TrimEnd('=');
        await using var app = await StartAsync(
            "user",
            TimeProvider.System,
            options => NameCookie(options, ".AspNetCore.Session"),
            builder =>
            {
                builder.Services.AddSingleton<IDistributedCache>(cache).AddDynamoSession().MigrateFromDistributedCache(options => options.MigrationKey = MigrationKey);
                builder.Services.AddSingleton<IDataProtectionProvider>(protection);
            });
        _jar.Add(app.Address, new Cookie(".AspNetCore.Session", Uri.EscapeDataString(legacyCookie), "/"));

        var first = await GetAsync(app);
        var second = await GetAsync(app);

        Assert.That((first.Text, second.Text, await cache.GetAsync(key)), Is.EqualTo(("alice", "alice", (byte[]?)null)));
    }

    [Test]
    public async Task A_late_request_with_the_legacy_cookie_leaves_the_new_one()
    {
        await using var app = await StartExpressAsync(path: "/");
        _jar.Add(app.Address, new Cookie("sid", CookieOf("x"), "/"));
        await GetAsync(app);
        await GetAsync(app);
        using var late = app.NewBrowser();
        late.Cookies["sid"] = CookieOf("x");

        var answer = await late.GetAsync("/shop");

        Assert.That((answer.Text, answer.SetCookies), Is.EqualTo(("", Array.Empty<string>())));
    }

    [Test]
    public async Task A_legacy_cookie_of_another_path_is_deleted_there_and_the_new_one_kept()
    {
        await using var app = await StartExpressAsync(path: "/shop");
        _jar.Add(app.Address, new Cookie("sid", CookieOf("x"), "/shop"));

        var first = await GetAsync(app);
        var second = await GetAsync(app);

        Assert.That((first.Text, second.Text), Is.EqualTo(("alice", "alice")));
        Assert.That(CookiesAt(app).Select(cookie => cookie.Path), Is.EqualTo(new[] { "/" }));
    }

    [Test]
    public async Task A_session_that_is_signed_out_at_once_is_deleted_from_the_jar()
    {
        await using var app = await StartExpressAsync(path: "/");
        _jar.Add(app.Address, new Cookie("sid", CookieOf("x"), "/"));

        await GetAsync(app, "/shop/out");

        Assert.That(CookiesAt(app), Is.Empty);
        Assert.That(await HasItemAsync(app, "sess:x"), Is.False);
    }

    [Test]
    public async Task An_expired_session_of_ours_is_not_counted_as_a_forged_legacy_cookie()
    {
        await using var app = await StartExpressAsync(path: "/");
        using var counted = new CountedMigrations(app);
        using var browser = app.NewBrowser();
        browser.Cookies["sid"] = SessionId.NewSecret();

        await browser.GetAsync("/shop");
        browser.Cookies["sid"] = "s:forged.signature";
        await browser.GetAsync("/shop");

        Assert.That(counted.Outcomes, Is.EqualTo(new[] { "refused" }));
    }

    private static async Task<SessionApp> StartExpressAsync(string path)
    {
        var app = await StartAsync("user", TimeProvider.System, _ => { }, builder =>
        {
            builder.Services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Development });
            builder.Services.AddDynamoSession().MigrateFromExpress(options =>
            {
                options.CookieName = "sid";
                options.Secrets = ["keyboard cat"];
                options.MigrationKey = MigrationKey;
            });
        });
        await (await TestEngine.ClientAsync()).PutItemAsync(app.TableName, new Dictionary<string, AttributeValue>
        {
            ["id"] = new("sess:x"),
            ["sess"] = new($$$"""{"cookie":{"originalMaxAge":null,"path":"{{{path}}}"},"user":"alice"}"""),
            ["expires"] = new() { N = "4102444800" },
        });
        return app;
    }

    private static Task<SessionApp> StartAsync(string field, TimeProvider clock, Action<DynamoSessionOptions> configure, Action<WebApplicationBuilder> services) =>
        SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/shop", (HttpContext context) => context.GetDynamoSession().Get<string>(field) ?? "");
                app.MapGet("/shop/out", (HttpContext context) => context.GetDynamoSession().Destroy());
            },
            configure,
            services,
            clock);

    private static void NameCookie(DynamoSessionOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.SecurePolicy = CookieSecurePolicy.None;
    }

    private static string CookieOf(string id) => ExpressCookie.ValueOf(id, "keyboard cat"u8.ToArray());

    private static async Task<bool> HasItemAsync(SessionApp app, string key) =>
        (await (await TestEngine.ClientAsync()).GetItemAsync(app.TableName, new() { ["id"] = new(key) }, true)).IsItemSet;

    private List<Cookie> CookiesAt(SessionApp app) => [.. _jar.GetCookies(new Uri(app.Address, "/shop")).Cast<Cookie>()];

    private async Task<Answer> GetAsync(SessionApp app, string path = "/shop")
    {
        using var handler = new SocketsHttpHandler { CookieContainer = _jar };
        using var client = new HttpClient(handler) { BaseAddress = app.Address };
        using var response = await client.GetAsync(path);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
