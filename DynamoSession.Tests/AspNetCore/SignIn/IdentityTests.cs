using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>Signing in and out with ASP.NET Core Identity as it is configured by default, in which external sign-ins are the default scheme.</summary>
[Category(TestEngine.Category)]
[TestFixture(true)]
[TestFixture(false)]
public sealed class IdentityTests(bool storesTickets)
{
    private const string Password = "Correct-horse-1";

    private SessionApp _app = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await SessionApp.StartAsync(
            app =>
            {
                // As WebApplication adds it.
                app.UseAuthentication();
                app.UseDynamoSession();
                app.MapPost("/register", async (UserManager<IdentityUser> users, string name) => (await users.CreateAsync(new IdentityUser(name), Password)).Succeeded);
                app.MapPost("/sign-in", async (SignInManager<IdentityUser> manager, string name) =>
                    (await manager.PasswordSignInAsync(name, Password, isPersistent: true, lockoutOnFailure: false)).Succeeded);
                app.MapPost("/refresh", async (SignInManager<IdentityUser> manager, UserManager<IdentityUser> users, HttpContext context) =>
                    await manager.RefreshSignInAsync((await users.GetUserAsync(context.User))!));
                app.MapPost("/external", (HttpContext context) =>
                    Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.SignInAsync(context, IdentityConstants.ExternalScheme, SignInApp.Principal("google-4711")));
                app.MapPost("/sign-out", (SignInManager<IdentityUser> manager) => manager.SignOutAsync());
                app.MapPost("/change-password", async (UserManager<IdentityUser> users, HttpContext context) =>
                    (await users.UpdateSecurityStampAsync((await users.GetUserAsync(context.User))!)).Succeeded);
                app.MapPost("/set", (HttpContext context) => context.Session.Set("cart", "3 items"));
                app.MapGet("/state", async (HttpContext context, UserManager<IdentityUser> users) =>
                {
                    var session = context.GetDynamoSession();
                    var bound = session.UserId is { } id ? (await users.FindByIdAsync(id))?.UserName : null;
                    return $"{context.User.Identity?.Name ?? "nobody"} {bound ?? "nobody"} {session.Get<string>("cart") ?? "none"}";
                });
            },
            services: builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddSingleton<IUserStore<IdentityUser>, UsersInMemory>();
                builder.Services.AddSingleton<IRoleStore<IdentityRole>>(_ => throw new NotSupportedException("No roles here."));
                builder.Services.AddIdentityCore<IdentityUser>().AddSignInManager();
                builder.Services.AddAuthentication(options =>
                {
                    options.DefaultAuthenticateScheme = IdentityConstants.ApplicationScheme;
                    options.DefaultChallengeScheme = IdentityConstants.ApplicationScheme;
                    options.DefaultSignInScheme = IdentityConstants.ExternalScheme;
                }).AddIdentityCookies();
                if (storesTickets)
                {
                    builder.Services.AddDynamoSession().StoreSignInTickets();
                }

                builder.Services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero);
            });
        _browser = _app.NewBrowser();
        await _browser.PostAsync("/register?name=ada");
        await _browser.PostAsync("/register?name=eve");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task The_cart_goes_on_with_the_user_and_ends_with_the_sign_out()
    {
        await _browser.PostAsync("/set");
        var before = _browser.SessionCookie;

        var signedIn = await _browser.PostAsync("/sign-in?name=ada");
        var (ada, bound) = ((await _browser.GetAsync("/state")).Text, _browser.SessionCookie);
        await _browser.PostAsync("/refresh");
        var refreshed = (await _browser.GetAsync("/state")).Text;
        await _browser.PostAsync("/sign-out");
        var nobody = (await _browser.GetAsync("/state")).Text;
        await _browser.PostAsync("/sign-in?name=eve");

        Assert.That(signedIn.Text, Is.EqualTo("true"));
        Assert.That(bound, Is.Not.EqualTo(before));
        Assert.That(new[] { ada, refreshed, nobody, (await _browser.GetAsync("/state")).Text }, Is.EqualTo(new[] { "ada ada 3 items", "ada ada 3 items", "nobody nobody none", "eve eve none" }));
    }

    [Test]
    public async Task A_sign_in_at_an_external_provider_binds_nobody()
    {
        await _browser.PostAsync("/set");

        await _browser.PostAsync("/external");

        Assert.That(_browser.Cookies["Identity.External"], Has.Length.GreaterThan(43), "Its ticket is in the cookie.");
        Assert.That((await _browser.GetAsync("/state")).Text, Is.EqualTo("nobody nobody 3 items"));
    }

    [Test]
    public async Task A_changed_security_stamp_ends_the_sessions_of_other_browsers_with_their_sign_in()
    {
        using var other = _app.NewBrowser();
        await other.PostAsync("/sign-in?name=ada");
        await other.PostAsync("/set");
        await _browser.PostAsync("/sign-in?name=ada");
        var item = other.SessionCookie;

        await _browser.PostAsync("/change-password");
        var next = await other.GetAsync("/state");

        Assert.That(next.Text, Is.EqualTo("nobody nobody none"));
        Assert.That((await _app.ItemAsync(item))!["dead"].S, Is.EqualTo("out"));
    }
}
