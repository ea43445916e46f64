using DynamoSession.Core;

namespace Snippets;

internal static class Lifecycle
{
    public static void SignInAndOut(WebApplication app)
    {
        #region sign-out
        app.MapPost("/sign-out", (HttpContext context) =>
        {
            var session = context.GetDynamoSession();
            session.Destroy();

            // Set after Destroy(): this message is the first field of a new session.
            session.Set("message", "You are signed out.");
        });
        #endregion

        #region user
        app.MapPost("/sign-in", (string userId, bool staySignedIn, HttpContext context) =>
        {
            // Check the user's password first.
            var session = context.GetDynamoSession();
            session.RenewId();
            session.UserId = userId;
            if (staySignedIn)
            {
                session.KeepFor(TimeSpan.FromDays(14));
            }
        });
        #endregion
    }

    public static void Update(WebApplication app)
    {
        #region update
        app.MapPost("/vouchers/use", async (HttpContext context) =>
        {
            var session = context.GetDynamoSession();
            var left = await session.UpdateAsync<int>("vouchersLeft", left => Math.Max(0, left - 1));
            return $"{left} left.";
        });
        #endregion
    }

    public static void Concurrency(WebApplication app)
    {
        #region concurrency
        app.MapPost("/transfer", (HttpContext context) => context.Session.SetString("step", "transferred"))
            .WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
        app.MapPost("/wizard", (HttpContext context) => context.Session.Increment("page"))
            .WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
        #endregion
    }

    public static void ReadYourWrites(WebApplicationBuilder builder)
    {
        #region read-your-writes
        builder.Services.AddDynamoSession(options => options.Consistency = SessionConsistency.ReadYourWrites);
        #endregion
    }
}
