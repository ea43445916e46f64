using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>No cache in the pipeline serves a page that used one browser's session to another, wherever the cache stands.</summary>
[TestFixture(Place.InFront)]
[TestFixture(Place.Behind)]
public sealed class SharedCacheTests(SharedCacheTests.Place place)
{
    private SessionApp _app = null!;
    private Browser _ada = null!;
    private Browser _bob = null!;
    private int _runs;

    public enum Place
    {
        InFront,
        Behind,
    }

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartInMemoryAsync(
        app =>
        {
            app.UseRouting();
            if (place == Place.InFront)
            {
                UseCaches(app);
            }

            app.UseDynamoSession();
            app.Use(async (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments("/gated"))
                {
                    context.Items["name"] = context.Session.Get<string>("name");
                }

                await next();
            });
            if (place == Place.Behind)
            {
                UseCaches(app);
            }

            app.MapPost("/name", (HttpContext context, [FromBody] string name) => context.Session.Set("name", LeakWatch.Value(name)));
            app.MapGet("/output/page", Page).CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/output/late", async (HttpContext context) =>
            {
                await context.Response.WriteAsync($"run {++_runs}, ");
                await context.Response.WriteAsync(context.Session.Get<string>("name") ?? "nobody");
            }).CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/output/empty", (HttpContext context) => context.Response.Headers["X-Name"] = Page(context)).CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/output/new", (HttpContext context) =>
            {
                context.Session.Set("seen", LeakWatch.Value("yes"));
                return Page(context);
            }).CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/output/unused", () => $"run {++_runs}").CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/gated/output/page", (HttpContext context) => $"run {++_runs}, {context.Items["name"]}").CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/gated/output/empty", (HttpContext context) =>
            {
                context.Response.Headers["X-Name"] = $"run {++_runs}, {context.Items["name"]}";
            }).CacheOutput(Store, excludeDefaultPolicy: true);
            app.MapGet("/response/before", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                return Page(context);
            });
            app.MapGet("/response/after", (HttpContext context) =>
            {
                var page = Page(context);
                context.Response.Headers.CacheControl = "public, max-age=60";
                return page;
            });
            app.MapGet("/response/empty", (HttpContext context) =>
            {
                context.Response.Headers["X-Name"] = Page(context);
                context.Response.Headers.CacheControl = "public, max-age=60";
            });
            app.MapGet("/response/new", (HttpContext context) =>
            {
                context.Session.Set("seen", LeakWatch.Value("yes"));
                context.Response.Headers.CacheControl = "public, max-age=60";
                return Page(context);
            });
            app.MapGet("/response/unused", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                return $"run {++_runs}";
            });
            app.MapGet("/gated/response/page", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                return $"run {++_runs}, {context.Items["name"]}";
            });
            app.MapControllers();
            app.UseEndpoints(_ => { });
        },
        services: builder =>
        {
            builder.Services.AddOutputCache().AddResponseCaching().AddSingleton<Func<HttpContext, string>>(Page);
            builder.Services.AddControllersWithViews().AddSessionStateTempDataProvider().AddApplicationPart(typeof(CachedController).Assembly);
        });

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public async Task OpenAsync()
    {
        _runs = 0;
        _ada = _app.NewBrowser();
        _bob = _app.NewBrowser();
        await _ada.PostJsonAsync("/name", "\"ada\"");
        await _bob.PostJsonAsync("/name", "\"bob\"");
    }

    [TearDown]
    public void Close()
    {
        _ada.Dispose();
        _bob.Dispose();
    }

    [TestCase("/output/page")]
    [TestCase("/output/late")]
    [TestCase("/output/new")]
    [TestCase("/output/empty")]
    [TestCase("/gated/output/page")]
    [TestCase("/gated/output/empty")]
    [TestCase("/response/before")]
    [TestCase("/response/after")]
    [TestCase("/response/empty")]
    [TestCase("/response/new")]
    [TestCase("/gated/response/page")]
    [TestCase("/cached/output")]
    [TestCase("/cached/response")]
    [TestCase("/cached/temp-data")]
    public async Task Each_user_gets_their_own_page(string path)
    {
        var answers = new[] { await _ada.GetAsync(path), await _bob.GetAsync(path), await _ada.GetAsync(path) };

        Assert.That(answers.Select(Shown), Is.EqualTo(new[]
        {
            "run 1, " + LeakWatch.Value("ada"), "run 2, " + LeakWatch.Value("bob"), "run 3, " + LeakWatch.Value("ada"),
        }));
    }

    [Test]
    public async Task Someone_without_a_cookie_gets_their_own_page_too([Values("/output/new", "/response/new")] string path)
    {
        using var first = _app.NewBrowser();
        using var second = _app.NewBrowser();

        var answers = new[] { await first.GetAsync(path), await second.GetAsync(path) };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { "run 1, nobody", "run 2, nobody" }));
        Assert.That(second.SessionCookie, Is.Not.Null.And.Not.EqualTo(first.SessionCookie));
    }

    [TestCase("/output/unused")]
    [TestCase("/response/unused")]
    public async Task A_page_that_does_not_use_the_session_is_cached_as_before(string path)
    {
        var answers = new[] { await _ada.GetAsync(path), await _bob.GetAsync(path) };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { "run 1", "run 1" }));
    }

    private static string Shown(Answer answer) => answer.Header("X-Name") ?? answer.Text;

    private static void Store(OutputCachePolicyBuilder policy) => policy.Expire(TimeSpan.FromMinutes(1)).AddPolicy<CacheEverything>();

    private static void UseCaches(WebApplication app)
    {
        app.UseOutputCache();
        app.UseResponseCaching();
    }

    private string Page(HttpContext context) => $"run {++_runs}, {context.Session.Get<string>("name") ?? "nobody"}";

    /// <summary>Doesn't care about cookies, as the policies of many applications that want to cache for users who are signed in.</summary>
    private sealed class CacheEverything : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, true, true, true);
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}

[Route("cached")]
public sealed class CachedController(Func<HttpContext, string> page) : Controller
{
    [HttpGet("output")]
    [OutputCache(Duration = 60)]
    public string Output() => page(HttpContext);

    [HttpGet("response")]
    [ResponseCache(Duration = 60)]
    public string Response60() => page(HttpContext);

    [HttpGet("temp-data")]
    [OutputCache(Duration = 60)]
    [ResponseCache(Duration = 60)]
    public string ReadTempData()
    {
        var message = TempData["message"];
        return message is null ? page(HttpContext) : "a message";
    }
}
