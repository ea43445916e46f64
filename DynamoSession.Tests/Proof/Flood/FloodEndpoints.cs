using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Flood;

/// <summary>What an application does to the session of a request whose cookie leads to no session.</summary>
internal static class FloodEndpoints
{
    public static RequestDelegate Destroying { get; } = Run(session => session.Destroy());

    /// <summary>Renews the id for another user, so that the previous one no longer leads to the session.</summary>
    public static RequestDelegate SigningIn { get; } = Run(session =>
    {
        session.RenewId();
        session.UserId = "ada";
    });

    public static RequestDelegate Renewing { get; } = Run(session => session.RenewId());

    public static IReadOnlyList<RequestDelegate> WithoutWriting { get; } =
    [
        _ => Task.CompletedTask,
        Run(session => _ = session.Get<string>("user")),
        Run(session => _ = session.IsNew),
        Run(session => _ = session.Keys.Count()),
        Run(session => session.Remove("user")),
        Run(session => session.Clear()),
        Destroying,
        Renewing,
        Run(session =>
        {
            session.Set("user", 1);
            session.Remove("user");
        }),
        context => context.Session.CommitAsync(),
    ];

    public static RequestDelegate Writing { get; } = Run(session => session.Set("user", 1));

    private static RequestDelegate Run(Action<IDynamoSession> action) => context =>
    {
        action(context.GetDynamoSession());
        return Task.CompletedTask;
    };
}
