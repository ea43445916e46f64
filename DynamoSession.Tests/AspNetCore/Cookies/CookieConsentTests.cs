using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Cookies;

/// <summary>Applications that ask their users before they set cookies.</summary>
public sealed class CookieConsentTests
{
    [Test]
    public async Task Without_consent_no_session_is_stored_and_no_cookie_sent()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();

        var answer = await browser.PostAsync("/set");

        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(200));
            Assert.That(answer.SetCookies, Is.Empty);
            Assert.That(Created(app), Is.Zero);
            Assert.That(app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 15), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task With_consent_given_in_the_same_request_it_is()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();

        await browser.PostAsync("/consent-and-set");

        Assert.That(browser.SessionCookie, Is.Not.Null);
        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("dark"));
    }

    [Test]
    public async Task An_essential_cookie_needs_no_consent()
    {
        await using var app = await StartAsync(isEssential: true);
        using var browser = app.NewBrowser();

        await browser.PostAsync("/set");

        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("dark"));
    }

    [Test]
    public async Task A_session_from_before_the_consent_was_withdrawn_is_still_used_and_can_be_ended()
    {
        await using var app = await StartAsync();
        using var browser = app.NewBrowser();
        await browser.PostAsync("/consent-and-set");
        foreach (var other in browser.Cookies.Keys.Where(name => name != SessionApp.CookieName).ToArray())
        {
            browser.Cookies.Remove(other);
        }

        Assert.That((await browser.GetAsync("/read")).Text, Is.EqualTo("dark"));
        Assert.That((await browser.PostAsync("/destroy")).SetCookies, Has.Count.EqualTo(1));
        Assert.That(browser.SessionCookie, Is.Null);
    }

    private static int Created(SessionApp app) => app.Logs.Own.GetSnapshot().Count(entry => entry.Id.Id == 1);

    private static Task<SessionApp> StartAsync(bool isEssential = false) => SessionApp.StartInMemoryAsync(
        app =>
        {
            app.UseCookiePolicy();
            app.UseDynamoSession();
            app.MapGet("/read", (HttpContext context) => context.Session.Get<string>("theme") ?? "none");
            app.MapPost("/set", (HttpContext context) => context.Session.Set("theme", "dark"));
            app.MapPost("/consent-and-set", (HttpContext context) =>
            {
                context.Features.GetRequiredFeature<ITrackingConsentFeature>().GrantConsent();
                context.Session.Set("theme", "dark");
            });
            app.MapPost("/destroy", (HttpContext context) => context.GetDynamoSession().Destroy());
        },
        options => options.Cookie.IsEssential = isEssential,
        builder => builder.Services.Configure<CookiePolicyOptions>(policy => policy.CheckConsentNeeded = _ => true));
}
