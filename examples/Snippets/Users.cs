using System.Security.Claims;
using DynamoSession.Core;
using Microsoft.AspNetCore.Mvc;

namespace Snippets;

internal static class Users
{
    public static void Map(WebApplication app)
    {
        #region devices
        app.MapGet("/devices", (HttpContext context, ISessionDirectory sessions) =>
            sessions.ListByUserAsync(UserOf(context)).Select(session => new Device(
                session.Id, session.Description ?? "Unknown device", session.LastSeenAt, IsThis: session.Id == context.Session.Id)));

        app.MapPost("/devices/sign-out", ([FromForm] string id, HttpContext context, ISessionDirectory sessions) =>
            sessions.DestroyAsync(id, UserOf(context)));

        app.MapPost("/devices/sign-out-others", (HttpContext context, ISessionDirectory sessions) =>
            sessions.DestroyByUserAsync(UserOf(context), exceptSessionId: context.Session.Id));
        #endregion
    }

    public static void SignOutElsewhere(WebApplication app)
    {
        #region sign-out-elsewhere
        app.MapPost("/sign-out-everywhere-else", async (HttpContext context, ISessionDirectory sessions) =>
            context.GetDynamoSession().UserId is { } user
                ? Results.Ok(await sessions.DestroyByUserAsync(user, exceptSessionId: context.Session.Id))
                : Results.Unauthorized());
        #endregion
    }

    public static void Describe(HttpContext context, string device, string city)
    {
        #region describe
        context.GetDynamoSession().Describe($"{device}, {city}");
        #endregion
    }

    public static void Limit(WebApplicationBuilder builder)
    {
        #region limit
        builder.Services.AddDynamoSession(options => options.MaxSessionsPerUser = 5);
        #endregion
    }

    public static async Task ReapAsync(DynamoDbSessionDirectory sessions, string positionFile, CancellationToken cancellationToken)
    {
        #region reap
        var scan = File.Exists(positionFile)
            ? SessionScan.Resume(await File.ReadAllTextAsync(positionFile, cancellationToken))
            : new SessionScan(segments: 8);
        try
        {
            await sessions.ReapExpiredAsync(scan, cancellationToken);
        }
        finally
        {
            if (scan.IsComplete)
            {
                File.Delete(positionFile);
            }
            else
            {
                await File.WriteAllTextAsync(positionFile, scan.Save(), CancellationToken.None);
            }
        }
        #endregion
    }

    private static string UserOf(HttpContext context) => context.User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    internal sealed record Device(string Id, string Description, DateTimeOffset LastSeenAt, bool IsThis);
}
