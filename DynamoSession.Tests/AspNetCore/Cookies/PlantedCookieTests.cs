using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.AspNetCore.Cookies;

/// <summary>Cookies that another host of the site has planted do not lock users out.</summary>
public sealed class PlantedCookieTests
{
    private const string Name = "sid";

    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartInMemoryAsync(
            app =>
            {
                app.UseDynamoSession();
                app.Map("/app/account/{page}", (HttpContext context) => string.Join(",", context.Session.Keys));
                app.MapPost("/app/account/sign-in", (HttpContext context) =>
                {
                    context.GetDynamoSession().RenewId();
                    context.Session.Set("user", LeakWatch.Value("ada"));
                });
            },
            options => options.Cookie.Name = Name);
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/app/account/sign-in");
        LeakWatch.Protect(_browser.Cookies[Name]);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [TestCase(3, 0)]
    [TestCase(30, 0)]
    [TestCase(1, 2)]
    [TestCase(0, 30)]
    public async Task The_session_is_found_among_them(int before, int after)
    {
        var answer = await SendAsync(HttpMethod.Get, before, _browser.Cookies[Name], after);

        Assert.That(answer.Text, Is.EqualTo("user"));
    }

    [TestCase(5, 5)]
    [TestCase(3, 0)]
    public async Task They_are_expired_at_every_path_and_domain_but_the_sessions_own(int before, int after)
    {
        var answer = await SendAsync(HttpMethod.Get, before, _browser.Cookies[Name], after);

        Assert.That(answer.SetCookies, Has.All.StartWith("sid=; expires=Thu, 01 Jan 1970"));
        Assert.That(answer.SetCookies.Select(PlaceOf), Is.EquivalentTo(new[]
        {
            "shop.example.com/", "example.com/",
            "/app", "/app/", "/app/account", "/app/account/", "/app/account/page",
            "www.shop.example.com/app", "www.shop.example.com/app/", "www.shop.example.com/app/account", "www.shop.example.com/app/account/", "www.shop.example.com/app/account/page",
            "shop.example.com/app", "shop.example.com/app/", "shop.example.com/app/account", "shop.example.com/app/account/", "shop.example.com/app/account/page",
            "example.com/app", "example.com/app/", "example.com/app/account", "example.com/app/account/", "example.com/app/account/page",
        }));
        Assert.That(_app.Logs.Own.GetSnapshot().Single(log => log.Id.Name == "CookiesPlanted").Message, Does.Contain($" {before + after + 1} "));
    }

    [Test]
    public async Task A_sign_in_during_an_attack_sends_its_cookie_last_and_expires_the_others()
    {
        var answer = await SendAsync(HttpMethod.Post, 6, secret: null, after: 0, "/app/account/sign-in");

        var own = answer.SetCookies.Where(cookie => !cookie.StartsWith("sid=;", StringComparison.Ordinal)).ToArray();
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(own, Has.Length.EqualTo(1));
        Assert.That(answer.SetCookies, Has.Count.GreaterThan(10));
        LeakWatch.Protect(own[0].Split(';')[0].Split('=')[1]);
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task A_few_are_left_because_another_application_may_have_set_them(int before)
    {
        var answer = await SendAsync(HttpMethod.Get, before, _browser.Cookies[Name], after: 0);

        Assert.That((answer.Text, answer.SetCookies.Count), Is.EqualTo(("user", 0)));
    }

    private async Task<Answer> SendAsync(HttpMethod method, int before, string? secret, int after, string path = "/app/account/page")
    {
        var secrets = Enumerable.Range(0, before).Select(_ => SessionId.NewSecret())
            .Concat(secret is null ? [] : [secret])
            .Concat(Enumerable.Range(0, after).Select(_ => SessionId.NewSecret()));
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = "www.shop.example.com";
        request.Headers.Add("Cookie", string.Join("; ", secrets.Select(value => $"{Name}={value}")));
        using var client = _app.NewBrowser();
        return await client.SendAsync(request);
    }

    private static string PlaceOf(string setCookie)
    {
        var attributes = setCookie.Split("; ");
        return Value("domain=") + Value("path=");

        string Value(string name) => attributes.SingleOrDefault(attribute => attribute.StartsWith(name, StringComparison.Ordinal))?[name.Length..] ?? "";
    }
}
