using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Promises;

/// <summary>A session that was ended stays ended, whatever comes late.</summary>
[Category(TestEngine.Category)]
public sealed class DeathTests
{
    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.UseDynamoSession();
                app.MapGet("/read", (HttpContext context) => string.Join(",", context.Session.Keys));
                app.MapPost("/set/{name}", (HttpContext context, string name) => context.Session.Set(name, name));
                app.MapPost("/logout", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapPost("/logout-with-message", (HttpContext context) =>
                {
                    context.GetDynamoSession().Destroy();
                    context.Session.Set("message", "bye");
                });
            },
            clock: _clock);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/set/theme");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Destroying_leaves_a_tombstone_and_expires_the_cookie()
    {
        var secret = _browser.SessionCookie;

        var answer = await _browser.PostAsync("/logout");

        var item = (await _app.ItemAsync(secret))!;
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.SetCookies.Single(), Does.StartWith("__Host-sid=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/; secure; samesite=lax; httponly").IgnoreCase);
            Assert.That(answer.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(_browser.SessionCookie, Is.Null);
            Assert.That(item["dead"].S, Is.EqualTo("out"));
            Assert.That(item.Keys, Does.Not.Contain("sess"));
            Assert.That(item["expires"].N, Is.EqualTo($"{_clock.GetUtcNow().AddSeconds(60).ToUnixTimeSeconds()}"));
        });
    }

    [Test]
    public async Task Writing_after_destroying_starts_a_new_session_under_a_new_cookie()
    {
        var old = _browser.SessionCookie;

        var answer = await _browser.PostAsync("/logout-with-message");

        Assert.Multiple(() =>
        {
            Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
            Assert.That(_browser.SessionCookie, Is.Not.Null.And.Not.EqualTo(old));
        });
        Assert.That((await _app.FieldsAsync(_browser.SessionCookie)).Keys, Is.EqualTo(new[] { "message" }));
        Assert.That(await _app.ItemAsync(old), Does.ContainKey("dead"));
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("message"));
    }

    [Test]
    public async Task The_cookie_of_the_session_that_ended_opens_nothing()
    {
        using var thief = _app.NewBrowser();
        thief.SessionCookie = _browser.SessionCookie;
        await _browser.PostAsync("/logout-with-message");

        var answer = await thief.GetAsync("/read");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.Text, Is.Empty);
            Assert.That(answer.SetCookies, Is.Empty);
        });
    }

    [Test]
    public async Task A_late_request_that_writes_is_refused_and_gets_no_cookie()
    {
        using var late = _app.NewBrowser();
        late.SessionCookie = _browser.SessionCookie;
        await _browser.PostAsync("/logout");

        var answer = await late.PostAsync("/set/zombie");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(409));
            Assert.That(answer.SetCookies, Is.Empty);
        });
        Assert.That(await _app.CountItemsAsync(), Is.EqualTo(1));
        Assert.That(await _app.ItemAsync(late.SessionCookie), Does.Not.ContainKey("sess"));
    }

    [Test]
    public async Task A_second_sign_out_does_not_take_the_cookie_that_the_first_has_sent()
    {
        using var second = _app.NewBrowser();
        second.SessionCookie = _browser.SessionCookie;
        await _browser.PostAsync("/logout-with-message");

        var answer = await second.PostAsync("/logout");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.SetCookies, Is.Empty);
        });
    }

    [Test]
    public async Task After_a_minute_a_dead_id_is_an_unknown_one()
    {
        var old = _browser.SessionCookie;
        using var late = _app.NewBrowser();
        late.SessionCookie = old;
        await _browser.PostAsync("/logout");
        _clock.Advance(TimeSpan.FromSeconds(60));

        var answer = await late.PostAsync("/set/theme");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(late.SessionCookie, Is.Not.EqualTo(old));
        });
        Assert.That((await late.GetAsync("/read")).Text, Is.EqualTo("theme"));
        Assert.That(await _app.ItemAsync(old), Does.Not.ContainKey("sess"));
    }

    [Test]
    public async Task An_expired_session_is_gone_and_a_write_starts_a_new_one()
    {
        var old = _browser.SessionCookie;
        var before = await _app.ItemAsync(old);
        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.That((await _browser.GetAsync("/read")).Text, Is.Empty);
        var answer = await _browser.PostAsync("/set/new");

        Assert.That(answer.SetCookies, Has.Count.EqualTo(1));
        Assert.That((await _browser.GetAsync("/read")).Text, Is.EqualTo("new"));
        Assert.That((await _app.ItemAsync(old))!["expires"].N, Is.EqualTo(before!["expires"].N));
    }
}
