using System.Net;
using System.Security.Claims;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>Which sign-ins and sign-outs concern the session, and what they do to it.</summary>
[Category(TestEngine.Category)]
public sealed class SignInRuleTests
{
    [Test]
    public async Task Signing_in_at_an_external_provider_binds_nobody_until_the_application_signs_the_user_in()
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: true);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        var before = browser.SessionCookie;

        await SignInApp.SignInAtProviderAsync(browser, "google-4711", "external-provider");
        var external = (await browser.GetAsync("/state")).Text;
        var renewed = browser.SessionCookie;
        await browser.PostAsync("/out/external");
        var signedOut = (await browser.GetAsync("/state")).Text;
        await browser.PostAsync("/in/endpoint?user=ada");

        Assert.That((external, signedOut), Is.EqualTo(("nobody nobody 3 items", "nobody nobody 3 items")));
        Assert.That(renewed, Is.Not.EqualTo(before), "Every sign-in gives a new id.");
        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("ada ada 3 items"));
    }

    [Test]
    public async Task The_same_user_who_signs_in_again_keeps_the_session()
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: false);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/in/endpoint?user=ada");
        await browser.PostAsync("/set?user=ada");
        var before = browser.SessionCookie;

        await browser.PostAsync("/in/endpoint?user=ada");

        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("ada ada 3 items"));
        Assert.That(browser.SessionCookie, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_sign_out_leaves_the_session_if_the_application_wants_that()
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: false, options => options.DestroyOnSignOut = false);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/in/endpoint?user=ada");
        await browser.PostAsync("/set?user=ada");

        await browser.PostAsync("/out/endpoint");

        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("nobody ada 3 items"));
        await browser.PostAsync("/in/endpoint?user=eve");
        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("eve eve none"), "Somebody else's fields are not carried over even then.");
    }

    [TestCase(null, ClaimTypes.NameIdentifier, "ada", "ada")]
    [TestCase(null, "sub", "ada", "ada")]
    [TestCase(null, "email", "ada", "nobody")]
    [TestCase("email", "email", "ada", "ada")]
    [TestCase("email", ClaimTypes.NameIdentifier, "ada", "nobody")]
    [TestCase(null, ClaimTypes.NameIdentifier, "", "nobody")]
    public async Task The_user_is_taken_from_a_claim(string? configured, string claim, string value, string user)
    {
        await using var app = await ScriptedAsync(options => options.UserIdClaimType = configured);
        await app.RunAsync(session => session.Set("cart", "3 items"));

        await app.RequestAsync(context => SignInAsync(context, SignInApp.Principal(value, claim)));

        Assert.That((await app.AskAsync(session => session.UserId ?? "nobody")).Text, Is.EqualTo(user));
        Assert.That(await app.ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task A_principal_without_an_id_is_not_the_user_whose_session_it_finds()
    {
        await using var app = await ScriptedAsync();
        await app.RunAsync(session => (session.UserId, _) = ("ada", 0));
        await app.RunAsync(session => session.Set("cart", "3 items"));

        await app.RequestAsync(context => SignInAsync(context, SignInApp.Principal(null)));

        Assert.That(await app.ReadAsync("cart"), Is.Empty);
    }

    [Test]
    public async Task What_the_application_sets_itself_at_the_sign_in_is_kept()
    {
        await using var app = await ScriptedAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));

        await app.RequestAsync(async context =>
        {
            context.GetDynamoSession().UserId = "another way to name her";
            await SignInAsync(context, SignInApp.Principal("ada"));
            context.GetDynamoSession().Set("greeting", "hello");
            return "";
        });

        Assert.That((await app.AskAsync(session => $"{session.UserId} {session.Get<string>("cart")} {session.Get<string>("greeting")}")).Text, Is.EqualTo("ada 3 items hello"));
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public async Task A_persistent_sign_in_makes_the_session_persistent(bool isPersistent, bool isKept)
    {
        await using var app = await ScriptedAsync();

        var answer = await app.RequestAsync(context => SignInAsync(context, SignInApp.Principal("ada"), new AuthenticationProperties { IsPersistent = isPersistent }));

        var cookie = answer.SetCookies.Single(cookie => cookie.StartsWith(SessionApp.CookieName, StringComparison.Ordinal));
        Assert.That(cookie.Contains("max-age=", StringComparison.OrdinalIgnoreCase), Is.EqualTo(isKept));
        Assert.That((await app.AskAsync(session => session.IsPersistent)).Text, Is.EqualTo($"{isKept}"));
    }

    [Test]
    public async Task A_policy_scheme_stands_for_the_scheme_that_it_forwards_to()
    {
        await using var app = await ScriptedAsync(services: services => services.AddAuthentication("smart")
            .AddPolicyScheme("smart", displayName: null, options => options.ForwardDefaultSelector = _ => SignInApp.Scheme));

        await app.RequestAsync(async context =>
        {
            await context.SignInAsync(SignInApp.Scheme, SignInApp.Principal("ada"));
            return "";
        });
        var bound = await app.AskAsync(session => session.UserId);
        await app.RequestAsync(async context =>
        {
            await context.SignOutAsync();
            return "";
        });

        Assert.That((bound.Text, (await app.AskAsync(session => session.UserId ?? "nobody")).Text), Is.EqualTo(("ada", "nobody")));
    }

    [Test]
    public async Task Another_scheme_renews_the_id_and_leaves_the_user()
    {
        await using var app = await ScriptedAsync(services: services => services.AddAuthentication().AddCookie("Admin"));
        await app.RequestAsync(context => SignInAsync(context, SignInApp.Principal("ada")));
        var before = app.Browser.SessionCookie;

        await app.RequestAsync(async context =>
        {
            await context.SignInAsync("Admin", SignInApp.Principal("root"));
            await context.SignOutAsync("Admin");
            return "";
        });

        Assert.That((await app.AskAsync(session => session.UserId)).Text, Is.EqualTo("ada"));
        Assert.That(app.Browser.SessionCookie, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task Where_the_renewal_cannot_be_written_nobody_is_signed_in(
        [Values("/in/endpoint", "/in/optional", "/in/none", "/in/front", "/in/front-only", "provider")] string style)
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: true);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        var before = browser.SessionCookie;
        app.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = style == "provider" ? await SignInApp.SignInAtProviderAsync(browser, "ada") : await browser.PostAsync($"{style}?user=ada");

        // In front of the middleware, and at an endpoint without a session, it is an exception like any other.
        Assert.That(answer.Status, Is.EqualTo(style is "/in/endpoint" or "/in/optional" ? 503 : 500));
        Assert.That((browser.SessionCookie, browser.Cookies.ContainsKey(SignInApp.AuthenticationCookie)), Is.EqualTo((before, false)));
        app.Wire.Before = null;
        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("nobody nobody 3 items"));
    }

    [Test]
    public async Task Where_the_session_cannot_be_ended_nobody_is_signed_out([Values("/out/endpoint", "/out/optional", "/out/none", "/out/front-only")] string style)
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: true);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/in/endpoint?user=ada");
        app.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" ? Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = await browser.PostAsync(style);

        app.Wire.Before = null;
        Assert.That(answer.Status, Is.EqualTo(style is "/out/endpoint" or "/out/optional" ? 503 : 500));
        Assert.That((await browser.GetAsync("/state")).Text, Is.EqualTo("ada ada none"));
    }

    [Test]
    public async Task An_endpoint_without_a_session_answers_503_as_well([Values] bool signsIn)
    {
        await using var app = await ScriptedAsync();
        await app.RequestAsync(context => SignInAsync(context, SignInApp.Principal("ada")));
        app.App.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));

        var answer = await app.RequestAsync(
            async context =>
            {
                await (signsIn ? context.SignInAsync(SignInApp.Principal("ada")) : context.SignOutAsync());
                return "";
            },
            "none");

        Assert.That((answer.Status, answer.SetCookies.Count, answer.Header("Retry-After")), Is.EqualTo((503, 0, "1")));
    }

    [Test]
    public async Task The_error_page_of_an_endpoint_without_a_session_does_not_wait_for_the_table_again()
    {
        var loads = 0;
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/error");
                app.UseRouting();
                app.UseDynamoSession();
                app.UseAuthentication();
                app.MapPost("/set", (HttpContext context) => context.Session.SetString("a", "1"));
                app.MapPost("/in", (HttpContext context) => context.SignInAsync(SignInApp.Principal("ada"))).WithSessionPolicy(SessionAccess.None);
                app.MapPost("/error", (HttpContext context) => $"error page {context.Session.IsAvailable}");
            },
            services: builder => AddAuthentication(builder.Services));
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.Wire.Before = (_, _) =>
        {
            loads++;
            return Task.FromResult<HttpResponseMessage?>(Wire.Error(HttpStatusCode.BadRequest, "AccessDeniedException"));
        };

        var answer = await browser.PostAsync("/in");

        Assert.That((answer.Status, answer.Text, loads), Is.EqualTo((503, "error page False", 1)));
    }

    [Test]
    public async Task A_sign_in_without_a_principal_is_the_callers_error_and_changes_nothing()
    {
        await using var app = await ScriptedAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));
        var before = app.Browser.SessionCookie;

        var answer = await app.RequestAsync(context =>
            Task.FromResult<string?>(Assert.ThrowsAsync<ArgumentNullException>(() => context.RequestServices.GetRequiredService<IAuthenticationService>().SignInAsync(context, null, null!, null))!.ParamName));

        Assert.That((answer.Text, app.Browser.SessionCookie), Is.EqualTo(("principal", before)));
    }

    [Test]
    public async Task A_sign_in_after_the_response_has_started_fails_in_front_of_the_session_too()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.Use(async (HttpContext context, RequestDelegate next) =>
                {
                    await context.Response.WriteAsync("started ");
                    try
                    {
                        await context.SignInAsync(SignInApp.Principal("ada"));
                    }
                    catch (InvalidOperationException exception)
                    {
                        await context.Response.WriteAsync(exception.Message);
                    }
                });
                app.UseDynamoSession();
            },
            services: builder => AddAuthentication(builder.Services));
        using var browser = app.NewBrowser();

        Assert.That((await browser.GetAsync("/")).Text, Does.Contain("after the response has started"));
    }

    [Test]
    public async Task An_application_with_Microsofts_middleware_gets_no_session_of_ours()
    {
        await using var app = await SessionApp.StartAsync(
            app =>
            {
                app.UseSession();
                app.MapPost("/in", (HttpContext context) => context.SignInAsync(SignInApp.Principal("ada")));
                app.MapPost("/out", (HttpContext context) => context.SignOutAsync());
            },
            services: builder => AddAuthentication(builder.Services));
        using var browser = app.NewBrowser();

        var (signedIn, signedOut) = (await browser.PostAsync("/in"), await browser.PostAsync("/out"));

        Assert.That((signedIn.Status, signedOut.Status, browser.SessionCookie), Is.EqualTo((200, 200, (string?)null)));
        Assert.That(app.TakeCalls(), Is.Empty);
    }

    [TestCase("/in/endpoint?user=ada", 1, 3)]
    [TestCase("/in/none?user=ada", 1, 3)]
    [TestCase("/in/front-only?user=ada", 1, 3)]
    [TestCase("/out/endpoint", 1, 1)]
    [TestCase("/out/none", 1, 1)]
    public async Task A_sign_in_costs_a_registration_and_a_renewal_and_a_sign_out_a_write(string path, int reads, int writes)
    {
        await using var app = await SignInApp.StartAsync(isAuthenticationFirst: true);
        using var browser = app.NewBrowser();
        await browser.PostAsync("/set");
        app.TakeCalls();

        await browser.PostAsync(path);

        var calls = app.TakeCalls();
        Assert.That((calls.Count(call => call.IsRead), calls.Count(call => !call.IsRead)), Is.EqualTo((reads, writes)));
    }

    private static async Task<string?> SignInAsync(HttpContext context, ClaimsPrincipal principal, AuthenticationProperties? properties = null)
    {
        await context.SignInAsync(principal, properties);
        return "signed in";
    }

    private static void AddAuthentication(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(SignInApp.Scheme).AddCookie(SignInApp.Scheme);
    }

    private static Task<ScriptedApp> ScriptedAsync(Action<DynamoSessionOptions>? configure = null, Action<IServiceCollection>? services = null) => ScriptedApp.StartAsync(
        configure,
        services: builder =>
        {
            AddAuthentication(builder.Services);
            services?.Invoke(builder.Services);
        },
        middleware: app => app.UseAuthentication());
}
