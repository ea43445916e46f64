using System.Security.Claims;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>What caches are told about responses that depend on the session, or that send its cookie.</summary>
public sealed class CacheHeaderTests
{
    private SessionApp _app = null!;
    private Browser _browser = null!;
    private int _runs;

    [OneTimeSetUp]
    public async Task StartAsync() => _app = await SessionApp.StartInMemoryAsync(
        app =>
        {
            app.UseOutputCache();
            app.UseResponseCaching();
            app.UseDynamoSession();
            app.Use(async (context, next) =>
            {
                if (context.Request.QueryString.Value == "?authenticated")
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity("test"));
                }

                await next();
            });
            app.MapGet("/own", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = Uri.UnescapeDataString(context.Request.QueryString.Value![1..]);
                return $"{context.Session.Keys.Count()}";
            });
            app.MapGet("/bind", (HttpContext context) => context.GetDynamoSession().UserId = LeakWatch.Value("ada"));
            app.MapGet("/unused-and-public", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                return "hello";
            });
            app.MapGet("/first", (HttpContext context) => context.Session.Set("theme", LeakWatch.Value("dark")));
            app.MapGet("/unused", () => "hello");
            app.MapGet("/used", (HttpContext context) => $"{context.Session.Keys.Count()}");
            app.MapGet("/used-with-vary", (HttpContext context) =>
            {
                context.Response.Headers.Vary = "Accept-Encoding";
                return $"{context.Session.Keys.Count()}";
            });
            app.MapGet("/used-with-vary-cookie", (HttpContext context) =>
            {
                context.Response.Headers.Vary = "Accept, cookie";
                return $"{context.Session.Keys.Count()}";
            });
            app.MapGet("/used-with-vary-all", (HttpContext context) =>
            {
                context.Response.Headers.Vary = "*";
                return $"{context.Session.Keys.Count()}";
            });
            app.MapGet("/cookie-and-public", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                context.Session.Set("theme", LeakWatch.Value("dark"));
                return "hello";
            });
            app.MapGet("/used-and-public", (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=60";
                _runs++;
                return $"{context.Session.Keys.Count()} fields";
            });
            app.MapGet("/output-cached", (HttpContext context) =>
            {
                context.Session.Set("run", LeakWatch.Value($"{_runs}"));
                return $"run {++_runs}";
            }).CacheOutput(policy => policy.Expire(TimeSpan.FromMinutes(1)));
        },
        services: builder => builder.Services.AddOutputCache().AddResponseCaching());

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [SetUp]
    public void Open()
    {
        _runs = 0;
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public void Close() => _browser.Dispose();

    [TestCase("/unused", null)]
    [TestCase("/used", "Cookie")]
    [TestCase("/used-with-vary", "Accept-Encoding,Cookie")]
    [TestCase("/used-with-vary-cookie", "Accept, cookie")]
    [TestCase("/used-with-vary-all", "*")]
    public async Task Vary_names_the_cookie_once_where_the_session_was_used(string path, string? vary)
    {
        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Header("Vary")?.Replace(", ", ",", StringComparison.Ordinal), Is.EqualTo(vary?.Replace(", ", ",", StringComparison.Ordinal)));
    }

    // The client sorts the directives.
    [TestCase("/unused", null)]
    [TestCase("/unused-and-public", "public, max-age=60")]
    [TestCase("/used", "no-cache, private")]
    [TestCase("/used-and-public", "max-age=60, private")]
    [TestCase("/own?public", "private")]
    [TestCase("/own?max-age=60", "max-age=60, private")]
    [TestCase("/own?public, s-maxage=60, max-age=5, must-revalidate", "must-revalidate, max-age=5, private")]
    [TestCase("/own?private, max-age=60", "max-age=60, private")]
    [TestCase("/own?no-cache", "no-cache")]
    [TestCase("/own?no-store", "no-store")]
    [TestCase("/own?,;=", "no-cache, private")]
    public async Task A_response_that_used_the_session_is_private_and_keeps_the_applications_other_directives(string path, string? cacheControl)
    {
        var answer = await _browser.GetAsync(path.Replace(" ", "%20", StringComparison.Ordinal));

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo(cacheControl));
    }

    [TestCase("/bind", "no-store")]
    [TestCase("/used", "no-store")]
    [TestCase("/unused", null)]
    [TestCase("/own?private, max-age=60", "max-age=60, private")]
    public async Task The_back_button_shows_no_page_of_a_user_who_has_signed_out(string path, string? cacheControl)
    {
        await _browser.GetAsync("/bind");

        var answer = await _browser.GetAsync(path.Replace(" ", "%20", StringComparison.Ordinal));

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo(cacheControl));
    }

    [Test]
    public async Task The_same_applies_to_a_user_known_only_to_ASP_NET_Core()
    {
        var answer = await _browser.GetAsync("/used?authenticated");

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [TestCase("/first")]
    [TestCase("/cookie-and-public")]
    public async Task A_response_that_sends_the_cookie_is_not_stored(string path)
    {
        var answer = await _browser.GetAsync(path);

        Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public async Task A_response_cache_in_front_keeps_browsers_apart()
    {
        await _browser.GetAsync("/first");
        using var stranger = _app.NewBrowser();

        var answers = new[] { await _browser.GetAsync("/used-and-public"), await stranger.GetAsync("/used-and-public"), await _browser.GetAsync("/used-and-public") };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { "1 fields", "0 fields", "1 fields" }));
    }

    [Test]
    public async Task An_output_cache_in_front_does_not_hand_out_a_cookie_to_others()
    {
        using var stranger = _app.NewBrowser();

        var answers = new[] { await _browser.GetAsync("/output-cached"), await stranger.GetAsync("/output-cached") };

        Assert.That(answers.Select(answer => answer.Text), Is.EqualTo(new[] { "run 1", "run 2" }));
        Assert.That(stranger.SessionCookie, Is.Not.Null.And.Not.EqualTo(_browser.SessionCookie));
    }
}
