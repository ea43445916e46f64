using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Tests.Proof.Flood;

/// <summary>What applications do with a session of which they do not know that there is none, without setting a field.</summary>
internal static class FloodEndpoints
{
    public static RequestDelegate Destroying { get; } = Doing(session => session.Destroy());

    /// <summary>Renews the id for another user, so that the previous one leads nowhere.</summary>
    public static RequestDelegate SigningIn { get; } = Doing(session =>
    {
        session.RenewId();
        session.UserId = "ada";
    });

    public static RequestDelegate Renewing { get; } = Doing(session => session.RenewId());

    public static IReadOnlyList<RequestDelegate> WithoutWriting { get; } =
    [
        _ => Task.CompletedTask,
        Doing(session => _ = session.Get<string>("user")),
        Doing(session => _ = session.IsNew),
        Doing(session => _ = session.Keys.Count()),
        Doing(session => session.Remove("user")),
        Doing(session => session.Clear()),
        Destroying,
        Renewing,
        Doing(session =>
        {
            session.Set("user", 1);
            session.Remove("user");
        }),
        context => context.Session.CommitAsync(),
    ];

    public static RequestDelegate Writing { get; } = Doing(session => session.Set("user", 1));

    private static RequestDelegate Doing(Action<IDynamoSession> action) => context =>
    {
        action(context.GetDynamoSession());
        return Task.CompletedTask;
    };
}
