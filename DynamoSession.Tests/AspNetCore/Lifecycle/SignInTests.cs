using System.Security.Claims;
using DynamoSession.AspNetCore.Testing;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Lifecycle;

/// <summary>Cookie authentication renews the session's id at sign-in, and the application's own events are heard as before.</summary>
[Category(TestEngine.Category)]
public sealed class SignInTests
{
    private const string Cookies = CookieAuthenticationDefaults.AuthenticationScheme;

    private readonly ManualTimeProvider _clock = new();

    [Test]
    public async Task Signing_in_renews_the_id_and_keeps_the_fields()
    {
        await using var app = await StartAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));
        var old = app.Browser.SessionCookie!;

        var answer = await SignInAsync(app);

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(app.Browser.SessionCookie, Is.Not.EqualTo(old));
        Assert.That((await app.App.ItemAsync(old))!["dead"].S, Is.EqualTo("renewed"));
        Assert.That(await app.ReadAsync("cart"), Is.EqualTo("3 items"));
    }

    [Test]
    public async Task A_sign_in_without_a_session_does_not_start_one()
    {
        await using var app = await StartAsync();

        var answer = await SignInAsync(app);

        Assert.That((answer.Status, app.CountWrites()), Is.EqualTo((200, 0)));
        Assert.That(app.Browser.SessionCookie, Is.Null);
    }

    [Test]
    public async Task A_sliding_refresh_renews_nothing()
    {
        await using var app = await StartAsync(options => options.ExpireTimeSpan = TimeSpan.FromMinutes(20));
        await app.RunAsync(session => session.Set("cart", "3 items"));
        await SignInAsync(app);
        var signedIn = app.Browser.SessionCookie;
        _clock.Advance(TimeSpan.FromMinutes(15));

        var answer = await app.RequestAsync(context => Task.FromResult(context.User.Identity?.Name));

        Assert.That(answer.Text, Is.EqualTo("ada"));
        Assert.That(answer.SetCookies, Has.Some.StartsWith(".AspNetCore.Cookies="), "It was refreshed.");
        Assert.That(app.Browser.SessionCookie, Is.EqualTo(signedIn));
    }

    [Test]
    public async Task Every_scheme_does_it()
    {
        await using var app = await StartAsync(addSchemes: authentication => authentication.AddCookie("Admin"));
        await app.RunAsync(session => session.Set("cart", "3 items"));
        var old = app.Browser.SessionCookie;

        await SignInAsync(app, "Admin");

        Assert.That(app.Browser.SessionCookie, Is.Not.EqualTo(old));
    }

    [TestCase("delegates")]
    [TestCase("instance")]
    [TestCase("service")]
    [TestCase("none")]
    [TestCase("later delegates")]
    [TestCase("later instance")]
    [TestCase("later service")]
    public async Task The_applications_own_events_are_heard_too(string kind)
    {
        var heard = new List<string>();
        await using var app = await StartAsync(
            options =>
            {
                switch (kind)
                {
                    case "delegates":
                        Listen(options);
                        break;
                    case "instance":
                        options.Events = new OwnEvents(heard);
                        break;
                    case "service":
                        options.EventsType = typeof(OwnEvents);
                        break;
                    case "none":
                        options.Events = null!;
                        break;
                }
            },
            services: services =>
            {
                services.AddScoped(_ => new OwnEvents(heard));
                switch (kind)
                {
                    case "later delegates":
                        services.PostConfigureAll<CookieAuthenticationOptions>(Listen);
                        break;
                    case "later instance":
                        services.PostConfigureAll<CookieAuthenticationOptions>(options => options.Events = new OwnEvents(heard));
                        break;
                    case "later service":
                        services.PostConfigureAll<CookieAuthenticationOptions>(options => options.EventsType = typeof(OwnEvents));
                        break;
                }
            });
        await app.RunAsync(session => session.Set("cart", "3 items"));
        var old = app.Browser.SessionCookie;

        await SignInAsync(app);
        await app.RequestAsync(context => Task.FromResult(context.User.Identity?.Name));

        Assert.That(app.Browser.SessionCookie, Is.Not.EqualTo(old));
        Assert.That(heard, Is.EqualTo(kind == "none" ? [] : new[] { "signing in", "validating" }));

        void Listen(CookieAuthenticationOptions options)
        {
            options.Events.OnSigningIn = _ => Hear(heard, "signing in");
            options.Events.OnValidatePrincipal = _ => Hear(heard, "validating");
        }
    }

    [Test]
    public async Task The_applications_own_authentication_service_is_called_after_the_renewal()
    {
        var own = new OwnService();
        var services = new ServiceCollection();
        services.AddSingleton<IAuthenticationService>(own);
        services.AddDynamoSession().UseInMemoryTable();
        await using var provider = services.BuildServiceProvider();
        var session = new FakeSession().With("cart", "3 items");
        var context = session.CreateHttpContext();
        var id = session.Id;

        await provider.GetRequiredService<IAuthenticationService>().SignInAsync(context, "own", new ClaimsPrincipal(), properties: null);
        await session.CommitAsync();

        Assert.That(own.Schemes, Is.EqualTo(new[] { "own" }));
        Assert.That(session.Id, Is.Not.EqualTo(id));
    }

    [Test]
    public void An_application_without_authentication_gets_an_error_that_names_the_remedy()
    {
        using var provider = new ServiceCollection().AddDynamoSession().UseInMemoryTable().Services.BuildServiceProvider();
        using var scope = provider.CreateScope();

        Assert.That(
            () => scope.ServiceProvider.GetRequiredService<IAuthenticationService>(),
            Throws.InvalidOperationException.With.Message.Contains("AddAuthentication"));
        Assert.That(provider.GetService<IAuthenticationSchemeProvider>(), Is.Null, "It would make WebApplication add the authentication middleware.");
    }

    [Test]
    public async Task The_default_redirects_stay()
    {
        await using var app = await StartAsync();

        var answer = await app.RequestAsync(async context =>
        {
            await context.ChallengeAsync();
            return null;
        });

        Assert.That((answer.Status, answer.Header("Location")), Is.EqualTo((302, $"{app.App.Address}Account/Login?ReturnUrl=%2Fmerge%2F1")));
    }

    [Test]
    public async Task Where_the_session_is_read_only_the_sign_in_fails_loudly()
    {
        await using var app = await StartAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));

        var answer = await SignInAsync(app, policy: "read-only");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(app.Browser.Cookies.Keys, Is.EqualTo(new[] { SessionApp.CookieName }), "The user is not signed in.");
    }

    [Test]
    public async Task Where_the_session_could_not_be_loaded_the_sign_in_fails_loudly()
    {
        await using var app = await StartAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));
        app.App.Wire.Before = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Error(System.Net.HttpStatusCode.BadRequest, "AccessDeniedException"));

        var answer = await SignInAsync(app, policy: "optional");

        Assert.That(answer.Status, Is.EqualTo(500));
        Assert.That(app.Browser.Cookies.Keys, Is.EqualTo(new[] { SessionApp.CookieName }));
    }

    [Test]
    public async Task If_the_renewal_fails_the_user_is_not_signed_in()
    {
        await using var app = await StartAsync();
        await app.RunAsync(session => session.Set("cart", "3 items"));
        app.App.Wire.Before = (operation, _) => Task.FromResult(
            operation == "UpdateItem" ? Wire.Error(System.Net.HttpStatusCode.BadRequest, "AccessDeniedException") : null);

        var answer = await SignInAsync(app);

        Assert.That((answer.Status, answer.SetCookies.Count), Is.EqualTo((503, 0)));
    }

    private static Task<Answer> SignInAsync(ScriptedApp app, string scheme = Cookies, string policy = "merge") => app.RequestAsync(
        async context =>
        {
            var ada = new ClaimsIdentity([new Claim(ClaimTypes.Name, "ada")], scheme);
            await context.SignInAsync(scheme, new ClaimsPrincipal(ada));
            return "signed in";
        },
        policy);

    private static Task Hear(List<string> heard, string what)
    {
        heard.Add(what);
        return Task.CompletedTask;
    }

    private Task<ScriptedApp> StartAsync(
        Action<CookieAuthenticationOptions>? configure = null,
        Action<AuthenticationBuilder>? addSchemes = null,
        Action<IServiceCollection>? services = null) => ScriptedApp.StartAsync(
            clock: _clock,
            services: builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                var authentication = builder.Services.AddAuthentication(Cookies).AddCookie(Cookies, options => configure?.Invoke(options));
                addSchemes?.Invoke(authentication);
                services?.Invoke(builder.Services);
            },
            middleware: app => app.UseAuthentication());

    private sealed class OwnService : IAuthenticationService
    {
        public List<string?> Schemes { get; } = [];

        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => Task.FromResult(AuthenticateResult.NoResult());

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
        {
            Schemes.Add(scheme);
            return Task.CompletedTask;
        }

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => Task.CompletedTask;
    }

    private sealed class OwnEvents(List<string> heard) : CookieAuthenticationEvents
    {
        public override Task SigningIn(CookieSigningInContext context) => Hear(heard, "signing in");

        public override Task ValidatePrincipal(CookieValidatePrincipalContext context) => Hear(heard, "validating");
    }
}
