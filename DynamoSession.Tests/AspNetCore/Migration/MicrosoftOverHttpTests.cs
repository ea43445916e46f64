using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Amazon.DynamoDBv2.Model;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Migration;

/// <summary>Sessions that Microsoft's own middleware has written, from its cookie to ours.</summary>
[Category(TestEngine.Category)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MicrosoftOverHttpTests
{
    private const string LegacyCookieName = ".AspNetCore.Session";

    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly RecordingCache _cache = new();

    [Test]
    public async Task A_session_goes_on_out_of_any_cache()
    {
        var legacyCookie = await VisitMicrosoftAsync();
        await using var app = await StartAsync(_ => { });
        using var browser = BrowserWith(app, legacyCookie);

        var first = await browser.GetAsync("/");
        var isKept = _cache.Count == 1;
        var names = browser.Cookies.Keys.ToArray();
        var second = await browser.GetAsync("/");

        Assert.That((first.Text, second.Text), Is.EqualTo(("Ada 7 3", "Ada 7 3")));
        Assert.That(names, Is.EqualTo(new[] { SessionApp.CookieName }));
        Assert.That((isKept, _cache.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task A_session_goes_on_out_of_the_table_of_AWS_s_cache([Values("dc:", "shop:dc:")] string prefix)
    {
        var legacyCookie = await VisitMicrosoftAsync();
        var tableName = await TestEngine.CreateTableAsync();
        var (key, blob) = _cache.Single();
        await PlantAsync(tableName, prefix + key, blob);
        await using var app = await StartAsync(options =>
        {
            options.Table.TableName = tableName;
            options.Table.KeyPrefix = prefix;
        });
        using var browser = BrowserWith(app, legacyCookie);

        var first = await browser.GetAsync("/");
        var second = await browser.GetAsync("/");

        Assert.That((first.Text, second.Text), Is.EqualTo(("Ada 7 3", "Ada 7 3")));
        Assert.That((await (await TestEngine.ClientAsync()).ScanAsync(new ScanRequest { TableName = tableName })).Count, Is.Zero);
    }

    [Test]
    public async Task Objects_that_were_stored_as_json_text_are_read_typed()
    {
        var oldCookie = await VisitMicrosoftAsync();
        await using var app = await StartAsync(_ => { });
        using var browser = BrowserWith(app, oldCookie);

        var migrated = await browser.GetAsync("/cart");
        var read = await browser.GetAsync("/cart");
        var afterReading = (await app.ItemAsync(browser.SessionCookie))!["sess"].M["cart"];
        var added = await browser.PostAsync("/cart/lamp");
        var afterAdding = (await app.ItemAsync(browser.SessionCookie))!["sess"].M["cart"];

        Assert.Multiple(() =>
        {
            Assert.That((migrated.Text, read.Text, added.Text), Is.EqualTo(("mug", "mug", "mug,lamp")));
            Assert.That(afterReading.S, Is.EqualTo("""{"Lines":["mug"]}"""));
            Assert.That(afterAdding.M["Lines"].L.Select(line => line.S), Is.EqualTo(new[] { "mug", "lamp" }));
        });
    }

    [Test]
    public async Task A_session_costs_what_one_of_Express_costs_with_the_cache_for_the_legacy_table()
    {
        var oldCookie = await VisitMicrosoftAsync();
        await using var app = await StartAsync(_ => { });
        using var browser = BrowserWith(app, oldCookie);
        _cache.TakeCalls();

        await browser.GetAsync("/");
        var first = CallsOf(app);
        await browser.GetAsync("/");
        var second = CallsOf(app);
        await browser.GetAsync("/");

        Assert.That(first, Is.EqualTo(("GetItem UpdateItem", "Get")));
        Assert.That(second, Is.EqualTo(("GetItem UpdateItem", "Remove")));
        Assert.That(CallsOf(app), Is.EqualTo(("GetItem", "")));
    }

    [TestCase("tampered")]
    [TestCase("another ring")]
    [TestCase("not base64")]
    public async Task A_cookie_that_is_not_genuine_opens_nothing(string kind)
    {
        var genuine = await VisitMicrosoftAsync();
        await using var app = await StartAsync(_ => { }, kind == "another ring" ? new EphemeralDataProtectionProvider() : null);
        var middle = genuine.Length / 2;
        using var browser = BrowserWith(app, kind switch
        {
            "tampered" => genuine[..middle] + (genuine[middle] == 'A' ? 'B' : 'A') + genuine[(middle + 1)..],
            "not base64" => "%%%",
            _ => genuine,
        });

        using var counted = new CountedMigrations(app);

        var answer = await browser.GetAsync("/");

        Assert.That((answer.Status, answer.Text, answer.SetCookies.Count), Is.EqualTo((200, "  0", 0)));
        Assert.That(counted.Outcomes, Is.EqualTo(new[] { "refused" }));
        Assert.That(app.TakeCalls(), Is.Empty);
    }

    [Test]
    public async Task A_key_ring_that_is_out_of_reach_is_an_error_and_does_not_sign_users_out()
    {
        var ring = new LostKeyRing();
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("shop");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = ring);
        await using var provider = services.BuildServiceProvider();
        var legacyCookie = await VisitMicrosoftAsync(provider.GetRequiredService<IDataProtectionProvider>());

        // Another server, which has not loaded the key ring yet.
        await using var otherProvider = services.BuildServiceProvider();
        await using var app = await StartAsync(_ => { }, otherProvider.GetRequiredService<IDataProtectionProvider>());
        using var browser = BrowserWith(app, legacyCookie);
        ring.IsLost = true;

        var failed = await browser.GetAsync("/");
        ring.IsLost = false;

        Assert.That((failed.Status, failed.SetCookies.Count), Is.EqualTo((503, 0)));
        Assert.That((await browser.GetAsync("/")).Text, Is.EqualTo("Ada 7 3"));
    }

    [Test]
    public async Task A_cache_that_fails_is_an_error_and_never_an_empty_session()
    {
        var legacyCookie = await VisitMicrosoftAsync();
        await using var app = await StartAsync(_ => { });
        using var browser = BrowserWith(app, legacyCookie);
        _cache.Fails = true;

        var failed = await browser.GetAsync("/");
        _cache.Fails = false;

        Assert.That((failed.Status, (await browser.GetAsync("/")).Text), Is.EqualTo((503, "Ada 7 3")));
    }

    /// <summary>Runs an application with Microsoft's middleware, and returns the cookie that it sets.</summary>
    private Task<string> VisitMicrosoftAsync() => VisitMicrosoftAsync(_protection);

    private async Task<string> VisitMicrosoftAsync(IDataProtectionProvider protection)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IDistributedCache>(_cache).AddSession().AddRouting();
        builder.Services.AddSingleton(protection);
        await using var app = builder.Build();
        app.UseSession();
        app.MapGet("/", (HttpContext context) =>
        {
            context.Session.SetString("name", "Ada");
            context.Session.SetInt32("visits", 7);
            context.Session.Set("bytes", [0, 255, 7]);
            context.Session.SetString("cart", JsonSerializer.Serialize(new Cart { Lines = { "mug" } }));
        });
        await app.StartAsync();
        using var browser = new Browser(new Uri(app.Urls.First()));
        await browser.GetAsync("/");

        // It saves after the answer.
        await app.StopAsync();
        return browser.Cookies[LegacyCookieName];
    }

    private Task<SessionApp> StartAsync(Action<DistributedCacheMigrationOptions> configure, IDataProtectionProvider? protection = null) => SessionApp.StartAsync(
        app =>
        {
            app.UseDynamoSession();
            app.MapGet("/", (HttpContext context) =>
                $"{context.Session.GetString("name")} {context.Session.GetInt32("visits")} {(context.Session.TryGetValue("bytes", out var bytes) ? bytes.Length : 0)}");
            app.MapGet("/cart", (HttpContext context) => string.Join(',', context.GetDynamoSession().Get<Cart>("cart")!.Lines));
            app.MapPost("/cart/{line}", (HttpContext context, string line) =>
            {
                var cart = context.GetDynamoSession().Get<Cart>("cart")!;
                cart.Lines.Add(line);
                return string.Join(',', cart.Lines);
            });
        },
        services: builder =>
        {
            builder.Services.AddSingleton<IDistributedCache>(_cache);
            builder.Services.AddDynamoSession().MigrateFromDistributedCache(options =>
            {
                options.MigrationKey = new byte[32];
                configure(options);
            });
            builder.Services.AddSingleton(protection ?? _protection);
        });

    private static Browser BrowserWith(SessionApp app, string legacyCookie)
    {
        var browser = app.NewBrowser();
        browser.Cookies[LegacyCookieName] = legacyCookie;
        return browser;
    }

    private (string Table, string Cache) CallsOf(SessionApp app) =>
        (string.Join(' ', app.TakeCalls().Select(call => call.Operation)), string.Join(' ', _cache.TakeCalls()));

    private static async Task PlantAsync(string tableName, string key, byte[] blob) =>
        await (await TestEngine.ClientAsync()).PutItemAsync(tableName, new()
        {
            ["id"] = new(key),
            ["value"] = new() { B = new MemoryStream(blob) },
            ["ttl_date"] = new() { N = TimeProvider.System.GetUtcNow().AddMinutes(20).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
            ["ttl_window"] = new("00:20:00"),
            ["ttl_deadline"] = new() { NULL = true },
        });

    /// <summary>Keys in memory, which may be out of reach.</summary>
    private sealed class LostKeyRing : IXmlRepository
    {
        private readonly List<XElement> _keys = [];

        public bool IsLost { get; set; }

        public IReadOnlyCollection<XElement> GetAllElements() => IsLost ? throw new IOException("The key ring is out of reach.") : [.. _keys];

        public void StoreElement(XElement element, string friendlyName) => _keys.Add(element);
    }

    /// <summary>A cache in memory that shows what it holds, and can fail.</summary>
    private sealed class RecordingCache : IDistributedCache
    {
        private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
        private readonly List<string> _calls = [];

        public bool Fails { get; set; }

        public int Count => _entries.Count;

        public (string Key, byte[] Value) Single() => (_entries.Keys.Single(), _entries.Values.Single());

        /// <summary>Returns the calls since the last time.</summary>
        public string[] TakeCalls()
        {
            var calls = _calls.ToArray();
            _calls.Clear();
            return calls;
        }

        public byte[]? Get(string key)
        {
            _calls.Add(nameof(Get));
            return Fails ? throw new IOException("The cache is out of reach.") : _entries.GetValueOrDefault(key);
        }

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Refresh(string key) => _calls.Add(nameof(Refresh));

        public Task RefreshAsync(string key, CancellationToken token = default)
        {
            Refresh(key);
            return Task.CompletedTask;
        }

        public void Remove(string key)
        {
            _calls.Add(nameof(Remove));
            _entries.Remove(key);
        }

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        {
            _calls.Add(nameof(Set));
            _entries[key] = value;
        }

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }
    }

    private sealed class Cart
    {
        public List<string> Lines { get; init; } = [];
    }
}
