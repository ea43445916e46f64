using System.Security.Claims;
using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.AspNetCore.SignIn;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.AspNetCore.Users;

/// <summary>An application in which users sign in, with the ticket in the session, see their sessions, and end them.</summary>
internal static class UserApp
{
    /// <param name="isInMemory">Whether the table is in memory; otherwise, it is in DynamoDB Local.</param>
    /// <param name="configure">Sets options.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="tableName">The table of another application, which is used too.</param>
    public static async Task<SessionApp> StartAsync(
        bool isInMemory = false, Action<DynamoSessionOptions>? configure = null, TimeProvider? clock = null, string? tableName = null) => isInMemory
        ? await SessionApp.StartInMemoryAsync(Map, configure, AddServices, clock)
        : await SessionApp.StartAsync(Map, configure, AddServices, clock, tableName ?? await TestEngine.CreateSessionTableAsync());

    private static void AddServices(WebApplicationBuilder builder)
    {
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(SignInApp.Scheme).AddCookie(SignInApp.Scheme);
        builder.Services.AddDynamoSession().StoreSignInTickets();
    }

    private static void Map(WebApplication app)
    {
        app.UseRouting();
        app.UseDynamoSession();
        app.UseAuthentication();

        app.MapPost("/set", (HttpContext context) => context.Session.Set("cart", "3 items"));
        app.MapPost("/describe", (HttpContext context, string text) => context.GetDynamoSession().Describe(text));
        app.MapPost("/sign-in", (HttpContext context, string user) => context.SignInAsync(SignInApp.Principal(user)));
        app.MapPost("/bind", (HttpContext context, string user) => context.GetDynamoSession().UserId = user);
        app.MapPost("/renew", (HttpContext context) => context.GetDynamoSession().RenewId());
        app.MapGet("/user", (HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody");
        app.MapGet("/session", (HttpContext context) => context.GetDynamoSession().UserId ?? "nobody");
        app.MapGet("/id", (HttpContext context) => context.Session.Id);
        app.MapGet("/devices", (ISessionDirectory directory, string user) => directory.ListByUserAsync(user).Select(session => session.Description ?? "?"));
        app.MapPost("/end", async (HttpRequest request, ISessionDirectory directory, string user) =>
        {
            using var body = new StreamReader(request.Body);
            return await directory.DestroyAsync(await body.ReadToEndAsync(), user);
        });
        app.MapPost("/end-all", (ISessionDirectory directory, string user) => directory.DestroyByUserAsync(user));
        app.MapPost("/end-others", (HttpContext context, ISessionDirectory directory, string user) => directory.DestroyByUserAsync(user, context.Session.Id));

        app.MapPost("/end-others-and-renew-twice", async (HttpContext context, ISessionDirectory directory, string user) =>
        {
            var session = context.GetDynamoSession();
            await directory.DestroyByUserAsync(user, session.Id);
            session.RenewId();
            await session.CommitAsync();
            session.RenewId();
        });

        // A change of the password: the sign-in is renewed, and all others end; in either order.
        app.MapPost("/password/sign-in-first", async (HttpContext context, ISessionDirectory directory, string user) =>
        {
            await context.SignInAsync(SignInApp.Principal(user));
            await directory.DestroyByUserAsync(user, context.Session.Id);
        });
        app.MapPost("/password/end-others-first", async (HttpContext context, ISessionDirectory directory, string user) =>
        {
            await directory.DestroyByUserAsync(user, context.Session.Id);
            await context.SignInAsync(SignInApp.Principal(user));
        });
        app.MapPost("/password/reset", async (HttpContext context, ISessionDirectory directory, string user) =>
        {
            await directory.DestroyByUserAsync(user);
            context.GetDynamoSession().Destroy();
            await context.SignInAsync(SignInApp.Principal(user));
        });
        app.MapPost("/sign-in/overtaken", async (HttpContext context, ISessionDirectory directory, string user) =>
        {
            await directory.DestroyByUserAsync(user);
            await context.SignInAsync(SignInApp.Principal(user));
        });
        app.MapPost("/sign-in/anew", async (HttpContext context, string user) =>
        {
            context.GetDynamoSession().Destroy();
            await context.SignInAsync(SignInApp.Principal(user));
        });
        app.MapPost("/sign-in/or-say-why", async (HttpContext context, string user) =>
        {
            try
            {
                await context.SignInAsync(SignInApp.Principal(user));
                return "welcome";
            }
            catch (SessionLimitException)
            {
                return "too many devices";
            }
        });
    }
}
