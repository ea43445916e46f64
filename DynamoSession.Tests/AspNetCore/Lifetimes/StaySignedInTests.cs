using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Lifetimes;

/// <summary>A user who chose to stay signed in does so, in a browser that is closed in between, for as long as the session is used.</summary>
[Category(TestEngine.Category)]
public sealed class StaySignedInTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/sign-in", (HttpContext context) =>
                {
                    var session = context.GetDynamoSession();
                    session.RenewId();
                    session.UserId = "ada";
                    session.IsPersistent = true;
                    session.IdleTimeout = TimeSpan.FromDays(14);
                });
                app.MapGet("/set", (HttpContext context) => context.Session.SetString("a", "1"));
                app.MapGet("/persist/{value:bool}", (HttpContext context, bool value) => { context.GetDynamoSession().IsPersistent = value; });
                app.MapGet("/late", async (HttpContext context) =>
                {
                    await context.Response.WriteAsync("begun");
                    try
                    {
                        context.GetDynamoSession().IsPersistent = true;
                    }
                    catch (InvalidOperationException exception)
                    {
                        await context.Response.WriteAsync(exception.Message);
                    }
                });
                app.MapGet("/user", (HttpContext context) => context.GetDynamoSession().UserId ?? "nobody");
                app.MapGet("/user/read-only", (HttpContext context) => context.GetDynamoSession().UserId ?? "nobody").WithSessionPolicy(SessionAccess.ReadOnly);
            },
            options => options.AbsoluteTimeout = TimeSpan.FromDays(90),
            clock: _clock);
        _browser = _app.NewBrowser();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase("/user")]
    [TestCase("/user/read-only")]
    public async Task The_cookie_lasts_as_long_as_the_session_and_is_sent_again_while_it_is_used(string path)
    {
        var sent = await _browser.GetAsync("/sign-in");
        var cookieEnds = _clock.GetUtcNow() + MaxAgeOf(sent)!.Value;
        for (var day = 0; day < 60; day += 10)
        {
            _clock.Advance(TimeSpan.FromDays(10));
            Assert.That(_clock.GetUtcNow(), Is.LessThan(cookieEnds), "The browser has dropped the cookie.");

            var answer = await _browser.GetAsync(path);

            Assert.That(answer.Text, Is.EqualTo("ada"));
            cookieEnds = _clock.GetUtcNow() + MaxAgeOf(answer)!.Value;
        }
    }

    [Test]
    public async Task It_ends_two_weeks_after_its_last_use()
    {
        await _browser.GetAsync("/sign-in");
        _clock.Advance(TimeSpan.FromDays(14));

        Assert.That((await _browser.GetAsync("/user")).Text, Is.EqualTo("nobody"));
    }

    [Test]
    public async Task A_stored_session_becomes_persistent_and_again_one_of_the_browser()
    {
        await _browser.GetAsync("/set");

        var (kept, notKept) = (await _browser.GetAsync("/persist/true"), await _browser.GetAsync("/persist/false"));
        var same = await _browser.GetAsync("/persist/false");

        Assert.That((MaxAgeOf(kept), notKept.SetCookies.Count, MaxAgeOf(notKept)), Is.EqualTo(((TimeSpan?)TimeSpan.FromMinutes(20), 1, (TimeSpan?)null)));
        Assert.That(same.SetCookies, Is.Empty);
        Assert.That(await _app.ItemAsync(_browser.SessionCookie), Does.Not.ContainKey("keep"));
    }

    [Test]
    public async Task It_alone_starts_no_session()
    {
        Assert.That((await _browser.GetAsync("/persist/true")).SetCookies, Is.Empty);
    }

    [Test]
    public async Task It_cannot_be_set_once_the_cookie_can_no_longer_be_sent()
    {
        await _browser.GetAsync("/set");

        Assert.That((await _browser.GetAsync("/late")).Text, Does.Contain("IsPersistent cannot be set after the response has started"));
        Assert.That(await _app.ItemAsync(_browser.SessionCookie), Does.Not.ContainKey("keep"));
    }

    private static TimeSpan? MaxAgeOf(Answer answer)
    {
        var cookie = answer.SetCookies.SingleOrDefault(cookie => cookie.StartsWith(SessionApp.CookieName + "=", StringComparison.Ordinal));
        var maxAge = cookie?.Split("; ").FirstOrDefault(part => part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase));
        return maxAge is null ? null : TimeSpan.FromSeconds(int.Parse(maxAge["max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
