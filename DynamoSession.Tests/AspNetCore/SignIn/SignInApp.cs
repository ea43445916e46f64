using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.SignIn;

/// <summary>An application in which users sign in and out in every way that ASP.NET Core has, with a provider of identities that is a stub.</summary>
internal static class SignInApp
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string External = "External";
    public const string Provider = "provider";
    public const string AuthenticationCookie = ".AspNetCore.Cookies";

    /// <param name="isAuthenticationFirst">Whether <c>UseAuthentication</c> is in front of <c>UseDynamoSession</c>, as WebApplication adds it by itself.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="services">Adds services.</param>
    public static Task<SessionApp> StartAsync(bool isAuthenticationFirst, Action<DynamoSessionOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        SessionApp.StartAsync(
            app =>
            {
                app.UseRouting();
                app.Use(InFrontAsync);
                if (isAuthenticationFirst)
                {
                    app.UseAuthentication();
                    app.UseDynamoSession();
                }
                else
                {
                    app.UseDynamoSession();
                    app.UseAuthentication();
                }

                app.UseExceptionHandler(handler => handler.Run(HandleAsync));
                app.Use(BehindAsync);
                MapEndpoints(app);
            },
            configure,
            builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddAuthentication(Scheme)
                    .AddCookie(Scheme, options => options.Events.OnValidatePrincipal = ValidateAsync)
                    .AddCookie(External)
                    .AddOAuth(Provider, options => AddProvider(options, Scheme))
                    .AddOAuth("external-provider", options => AddProvider(options, External));
                builder.Services.AddRazorPages().ConfigureApplicationPartManager(manager =>
                {
                    manager.ApplicationParts.Add(new AssemblyPart(typeof(SignInController).Assembly));
                    manager.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(SignInPage).Assembly));
                });
                builder.Services.AddControllers();
                services?.Invoke(builder.Services);
            });

    public static ClaimsPrincipal Principal(string? userId, string claimType = ClaimTypes.NameIdentifier) =>
        new(new ClaimsIdentity(userId is null ? [] : [new Claim(claimType, userId)], Scheme));

    /// <summary>Signs in at the provider of identities: the browser is sent there, and comes back to the remote handler.</summary>
    public static async Task<Answer> SignInAtProviderAsync(Browser browser, string userId, string scheme = Provider)
    {
        var sent = await browser.GetAsync($"/challenge?scheme={scheme}");
        var state = new Uri(sent.Header("Location")!).Query.TrimStart('?').Split('&').Single(part => part.StartsWith("state=", StringComparison.Ordinal));
        return await browser.GetAsync($"/signin-{scheme}?code={userId}&{state}");
    }

    private static void MapEndpoints(WebApplication app)
    {
        app.MapControllers();
        app.MapRazorPages();
        app.MapPost("/set", (HttpContext context, string? user) =>
        {
            var session = context.GetDynamoSession();
            session.Set("cart", "3 items");
            session.UserId = user;
        });
        app.MapGet("/cart", (HttpContext context) => context.Session.Get<string>("cart") ?? "none");
        app.MapGet("/state", (HttpContext context) =>
            $"{context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody"} {context.GetDynamoSession().UserId ?? "nobody"} {context.Session.Get<string>("cart") ?? "none"}");
        app.MapGet("/challenge", (HttpContext context, string scheme) => context.ChallengeAsync(scheme, new() { RedirectUri = "/state" }));

        app.MapPost("/in/endpoint", SignIn);
        app.MapPost("/in/optional", SignIn).WithSessionPolicy(SessionAccess.Optional);
        app.MapPost("/in/none", SignIn).WithSessionPolicy(SessionAccess.None);
        app.MapPost("/in/read-only", SignIn).WithSessionPolicy(SessionAccess.ReadOnly);
        app.MapPost("/in/exclusive", SignIn).WithSessionPolicy(concurrency: DynamoSession.Core.SessionConcurrency.Exclusive);
        app.MapPost("/in/result", (string user) => Results.SignIn(Principal(user)));
        app.MapPost("/in/filter", () => "").AddEndpointFilter(async (call, next) =>
        {
            await SignIn(call.HttpContext, call.HttpContext.Request.Query["user"]!);
            return await next(call);
        });
        app.MapPost("/in/handler", void () => throw new InvalidOperationException("Handled by signing in."));
        app.MapPost("/in/middleware", () => "");
        app.MapPost("/in/front", () => "");

        app.MapPost("/out/endpoint", SignOut);
        app.MapPost("/out/optional", SignOut).WithSessionPolicy(SessionAccess.Optional);
        app.MapPost("/out/none", SignOut).WithSessionPolicy(SessionAccess.None);
        app.MapPost("/out/result", () => Results.SignOut());
        app.MapPost("/out/middleware", () => "");
        app.MapPost("/out/front", () => "");
        app.MapPost("/out/external", (HttpContext context) => context.SignOutAsync(External));

        static Task SignIn(HttpContext context, string user) => context.SignInAsync(Principal(user));
        static Task SignOut(HttpContext context) => context.SignOutAsync();
    }

    private static async Task InFrontAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.Request.Path.Value)
        {
            case "/in/front":
                await context.SignInAsync(Principal(context.Request.Query["user"]));
                break;
            case "/in/front-only":
                await context.SignInAsync(Principal(context.Request.Query["user"]));
                return;
            case "/out/front":
                await context.SignOutAsync();
                break;
            case "/out/front-only":
                await context.SignOutAsync();
                return;
        }

        await next(context);
    }

    private static async Task BehindAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.Request.Path.Value)
        {
            case "/in/middleware":
                await context.SignInAsync(Principal(context.Request.Query["user"]));
                break;
            case "/out/middleware":
                await context.SignOutAsync();
                break;
        }

        await next(context);
    }

    private static async Task HandleAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is { Path: "/in/handler" })
        {
            await context.SignInAsync(Principal(context.Request.Query["user"]));
            context.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    // As Identity does when the user's security stamp has changed.
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.Request.Query.ContainsKey("reject"))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }

    private static void AddProvider(OAuthOptions options, string signInScheme)
    {
        var name = signInScheme == External ? "external-provider" : Provider;
        options.SignInScheme = signInScheme;
        options.ClientId = "client";
        options.ClientSecret = "secret";
        options.CallbackPath = $"/signin-{name}";
        options.AuthorizationEndpoint = "https://provider.invalid/authorize";
        options.TokenEndpoint = "https://provider.invalid/token";
        options.BackchannelHttpHandler = new TokenEndpoint();
        options.Events.OnCreatingTicket = context =>
        {
            context.Identity!.AddClaim(new Claim(ClaimTypes.NameIdentifier, context.AccessToken!));
            return Task.CompletedTask;
        };
    }

    /// <summary>Answers a code with a token of the same text.</summary>
    private sealed class TokenEndpoint : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var form = await request.Content!.ReadAsStringAsync(cancellationToken);
            var code = form.Split('&').Single(part => part.StartsWith("code=", StringComparison.Ordinal))["code=".Length..];
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new { access_token = code, token_type = "bearer" }) };
        }
    }
}
