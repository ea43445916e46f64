using System.Net;
using System.Security.Claims;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>With the ticket in the session's item, the session is the sign-in.</summary>
[Category(TestEngine.Category)]
[TestFixture(true)]
[TestFixture(false)]
public sealed class StoredTicketTests(bool isAuthenticationFirst)
{
    private const string Cookie = SignInApp.AuthenticationCookie;

    private readonly List<SessionApp> _apps = [];
    private ManualTimeProvider _clock = null!;
    private Browser _browser = null!;

    [SetUp]
    public void CreateClock() => _clock = new();

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        _apps.Clear();
    }

    [Test]
    public async Task The_authentication_cookie_is_random_and_the_ticket_is_in_the_item()
    {
        var app = await StartAsync();

        await SignInAsync();

        var key = _browser.Cookies[Cookie];
        var item = (await app.ItemAsync(_browser.SessionCookie))!;
        Assert.That(key, Has.Length.EqualTo(43));
        Assert.That(item["auth"].B.ToArray(), Has.Length.GreaterThan(33));
        Assert.That(item["sess"].M, Is.Empty, "It is not a field.");
        Assert.That(Convert.ToBase64String(item["auth"].B.ToArray()), Does.Not.Contain(key));
        Assert.That(await UserAsync(), Is.EqualTo("ada"));
        await SignInAsync("eve");
        Assert.That(await UserAsync(), Is.EqualTo("eve"));
    }

    [Test]
    public async Task Each_cookie_alone_signs_nobody_in()
    {
        var app = await StartAsync();
        await SignInAsync();
        using var session = app.NewBrowser();
        session.SessionCookie = _browser.SessionCookie;
        using var authentication = app.NewBrowser();
        authentication.Cookies[Cookie] = _browser.Cookies[Cookie];
        using var crossed = app.NewBrowser();
        await crossed.PostAsync("/sign-in?user=eve");
        crossed.Cookies[Cookie] = _browser.Cookies[Cookie];

        Assert.That(
            new[] { (await session.GetAsync("/user")).Text, (await authentication.GetAsync("/user")).Text, (await crossed.GetAsync("/user")).Text },
            Is.All.EqualTo("nobody"));
        Assert.That(await UserAsync(), Is.EqualTo("ada"));
    }

    [Test]
    public async Task Whatever_ends_the_session_signs_the_user_out([Values("destroyed", "deleted", "expired", "signed out")] string how)
    {
        var app = await StartAsync();
        await SignInAsync();
        var cookies = new Dictionary<string, string>(_browser.Cookies);

        switch (how)
        {
            case "destroyed":
                using (var elsewhere = app.NewBrowser())
                {
                    elsewhere.SessionCookie = _browser.SessionCookie;
                    await elsewhere.PostAsync("/destroy");
                }

                break;
            case "deleted":
                await app.Client.DeleteItemAsync(app.TableName, new() { ["id"] = (await app.ItemAsync(_browser.SessionCookie))!["id"] });
                break;
            case "expired":
                _clock.Advance(TimeSpan.FromMinutes(20));
                break;
            default:
                await _browser.PostAsync("/sign-out");
                Assert.That(await app.ItemAsync(cookies[SessionApp.CookieName]), Does.Not.ContainKey("auth"));
                break;
        }

        using var thief = new Browser(app.Address, cookies: cookies);
        Assert.That((await thief.GetAsync("/user")).Text, Is.EqualTo("nobody"));
    }

    [Test]
    public async Task A_request_costs_the_same_whether_its_user_is_signed_in_or_not()
    {
        var app = await StartAsync();
        await _browser.PostAsync("/set");
        app.TakeCalls();
        await _browser.GetAsync("/user");
        var anonymous = app.TakeCalls();
        await SignInAsync();
        app.TakeCalls();

        var answer = await _browser.GetAsync("/user");

        var calls = app.TakeCalls();
        Assert.That(answer.Text, Is.EqualTo("ada"));
        Assert.That((calls.Count(call => call.IsRead), calls.Count(call => !call.IsRead)), Is.EqualTo((1, 0)));
        Assert.That(anonymous, Has.Count.EqualTo(1));
        await _browser.PostAsync("/exclusive");
        Assert.That(app.TakeCalls().Count(call => !call.IsRead), Is.LessThanOrEqualTo(3));
    }

    [Test]
    public async Task Changed_claims_are_stored_and_an_extended_sign_in_writes_nothing_of_its_own()
    {
        var app = await StartAsync();
        await SignInAsync();
        await _browser.PostAsync("/refresh?role=admin");
        Assert.That((await _browser.GetAsync("/role")).Text, Is.EqualTo("admin"));
        var key = _browser.Cookies[Cookie];
        app.TakeCalls();

        // Three hours, with a ticket that is valid for one.
        for (var quarter = 0; quarter < 12; quarter++)
        {
            _clock.Advance(TimeSpan.FromMinutes(15));
            Assert.That(await UserAsync(), Is.EqualTo("ada"));
        }

        Assert.That(app.TakeCalls().Count(call => !call.IsRead), Is.EqualTo(12), "One touch each.");
        Assert.That(_browser.Cookies[Cookie], Is.EqualTo(key));
    }

    [Test]
    public async Task Claims_that_are_validated_anew_are_stored_with_the_request()
    {
        await StartAsync();
        await SignInAsync();

        await _browser.GetAsync("/user?replace=1");
        await _browser.GetAsync("/user/read-only?replace=1");

        Assert.That((await _browser.GetAsync("/role")).Text, Is.EqualTo("replaced"));
        Assert.That(await UserAsync(), Is.EqualTo("ada"));
    }

    [Test]
    public async Task A_ticket_that_does_not_slide_ends_in_time_although_the_session_is_used()
    {
        await StartAsync(cookie => cookie.SlidingExpiration = false);
        await SignInAsync();
        for (var quarter = 0; quarter < 3; quarter++)
        {
            _clock.Advance(TimeSpan.FromMinutes(15));
            Assert.That(await UserAsync(), Is.EqualTo("ada"));
        }

        _clock.Advance(TimeSpan.FromMinutes(16));

        Assert.That(await UserAsync(), Is.EqualTo("nobody"));
        Assert.That((await _browser.PostAsync("/set")).SetCookies, Is.Empty, "The session goes on.");
    }

    [TestCase(true, 24, "ada")]
    [TestCase(true, 73, "nobody")]
    [TestCase(false, 1, "nobody")]
    public async Task A_persistent_sign_in_lasts_as_long_as_its_ticket(bool isPersistent, int hours, string user)
    {
        await StartAsync(cookie => cookie.ExpireTimeSpan = TimeSpan.FromHours(72));

        var answer = await _browser.PostAsync($"/sign-in?user=ada&persistent={isPersistent}");
        _clock.Advance(TimeSpan.FromHours(hours));

        Assert.That(await UserAsync(), Is.EqualTo(user));
        Assert.That(answer.SetCookies.Count(cookie => cookie.Contains("expires=", StringComparison.OrdinalIgnoreCase) || cookie.Contains("max-age=", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(isPersistent ? 2 : 0));
    }

    [Test]
    public async Task Another_server_needs_no_key_ring()
    {
        var first = await StartAsync();
        await SignInAsync();
        var second = await StartAsync(tableName: first.TableName);

        using var browser = new Browser(second.Address, cookies: new Dictionary<string, string>(_browser.Cookies));

        Assert.That((await browser.GetAsync("/user")).Text, Is.EqualTo("ada"));
    }

    [TestCase("/user", false)]
    [TestCase("/user/optional", true)]
    public async Task If_the_table_fails_nobody_is_taken_for_signed_out_unless_the_session_is_optional(string path, bool answers)
    {
        var app = await StartAsync();
        await SignInAsync();
        app.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));

        var answer = await _browser.GetAsync(path);

        Assert.That(answer.Status, answers ? Is.EqualTo(200) : Is.EqualTo(isAuthenticationFirst ? 500 : 503));
        Assert.That(answers ? answer.Text : "", Is.EqualTo(answers ? "nobody" : ""));
        app.Wire.Before = null;
        Assert.That(await UserAsync(), Is.EqualTo("ada"));
    }

    [Test]
    public async Task An_optional_endpoint_that_goes_on_without_its_user_is_logged()
    {
        var app = await StartAsync();
        await SignInAsync();
        app.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));

        await _browser.GetAsync("/user/optional");

        Assert.That(app.Logs.Own.GetSnapshot().Select(entry => entry.Id.Name), Has.Exactly(1).EqualTo("OptionalLoadFailed"));
    }

    [Test]
    public async Task An_endpoints_own_consistency_holds_wherever_the_session_is_loaded([Values] bool isRoutedLate)
    {
        var app = await StartAsync(sessions: options => options.Consistency = SessionConsistency.Eventual, isRoutedLate: isRoutedLate);
        await SignInAsync();
        app.TakeCalls();

        var answer = await _browser.GetAsync("/user/strong");

        Assert.That(answer.Text, Is.EqualTo("ada"));
        Assert.That(app.TakeCalls().Select(call => (bool?)call.Request["ConsistentRead"]), Is.EqualTo(new bool?[] { true }));
    }

    [TestCase("junk")]
    [TestCase("CfDJ8PqNSvB3cXlOt4Hm9Q7aVx1Yk2LwZrTgUoIeRnJ")]
    public async Task A_cookie_that_is_no_key_signs_nobody_in_and_costs_nothing(string cookie)
    {
        var app = await StartAsync();
        _browser.Cookies[Cookie] = cookie;

        Assert.That(await UserAsync(), Is.EqualTo("nobody"));
        Assert.That(app.TakeCalls(), Is.Empty);
    }

    private async Task<SessionApp> StartAsync(
        Action<CookieAuthenticationOptions>? configure = null, string? tableName = null, Action<DynamoSessionOptions>? sessions = null, bool isRoutedLate = false)
    {
        var app = await SessionApp.StartAsync(
            app =>
            {
                if (!isRoutedLate)
                {
                    app.UseRouting();
                }

                if (isAuthenticationFirst)
                {
                    app.UseAuthentication();
                    app.UseRouting();
                    app.UseDynamoSession();
                }
                else
                {
                    app.UseRouting();
                    app.UseDynamoSession();
                    app.UseAuthentication();
                }

                app.MapPost("/sign-in", (HttpContext context, string user, bool? persistent) =>
                    context.SignInAsync(SignInApp.Principal(user), new AuthenticationProperties { IsPersistent = persistent ?? false }));
                app.MapPost("/refresh", (HttpContext context, string role) =>
                {
                    var principal = SignInApp.Principal(context.User.FindFirstValue(ClaimTypes.NameIdentifier));
                    ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimTypes.Role, role));
                    return context.SignInAsync(principal);
                });
                app.MapPost("/sign-out", (HttpContext context) => context.SignOutAsync());
                app.MapPost("/destroy", (HttpContext context) => context.GetDynamoSession().Destroy());
                app.MapPost("/set", (HttpContext context) => context.Session.SetString("a", "1"));
                app.MapPost("/exclusive", (HttpContext context) => context.Session.SetString("a", "2")).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
                app.MapGet("/user", User);
                app.MapGet("/user/strong", User).WithSessionPolicy(consistency: SessionConsistency.Strong);
                app.MapGet("/user/optional", User).WithSessionPolicy(SessionAccess.Optional);
                app.MapGet("/user/read-only", User).WithSessionPolicy(SessionAccess.ReadOnly);
                app.MapGet("/role", (HttpContext context) => context.User.FindFirstValue(ClaimTypes.Role) ?? "none");
            },
            services: builder =>
            {
                // Each application has keys of its own.
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddAuthentication(SignInApp.Scheme).AddCookie(SignInApp.Scheme, options =>
                {
                    options.ExpireTimeSpan = TimeSpan.FromHours(1);
                    options.Events.OnValidatePrincipal = ReplaceAsync;
                    configure?.Invoke(options);
                });
                builder.Services.AddDynamoSession().StoreSignInTickets();
            },
            configure: sessions,
            clock: _clock,
            tableName: tableName);
        _apps.Add(app);
        _browser = _apps.Count == 1 ? app.NewBrowser() : _browser;
        return app;

        static string User(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";
    }

    // As Identity does when it has validated the security stamp.
    private static Task ReplaceAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.Request.Query.ContainsKey("replace"))
        {
            var principal = SignInApp.Principal(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier));
            ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ClaimTypes.Role, "replaced"));
            context.ReplacePrincipal(principal);
            context.ShouldRenew = true;
        }

        return Task.CompletedTask;
    }

    private Task<Answer> SignInAsync(string user = "ada") => _browser.PostAsync($"/sign-in?user={user}");

    private async Task<string> UserAsync() => (await _browser.GetAsync("/user")).Text;
}
