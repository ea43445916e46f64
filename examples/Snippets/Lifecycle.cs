using DynamoSession.Core;

namespace Snippets;

internal static class Lifecycle
{
    public static void SignIn(HttpContext context, string userId, bool staySignedIn)
    {
        #region user
        var session = context.GetDynamoSession();
        session.RenewId();
        session.UserId = userId;
        if (staySignedIn)
        {
            session.IsPersistent = true;
            session.IdleTimeout = TimeSpan.FromDays(14);
        }
        #endregion
    }

    public static async Task<int> UpdateAsync(HttpContext context)
    {
        #region update
        var session = context.GetDynamoSession();
        var left = await session.UpdateAsync<int>("vouchersLeft", left => Math.Max(0, left - 1));
        #endregion
        return left;
    }

    public static void Concurrency(WebApplication app, RequestDelegate transfer, RequestDelegate wizard)
    {
        #region concurrency
        app.MapPost("/transfer", transfer).WithSessionPolicy(concurrency: SessionConcurrency.Optimistic);
        app.MapPost("/wizard", wizard).WithSessionPolicy(concurrency: SessionConcurrency.Exclusive);
        #endregion
    }

    public static void ReadYourWrites(WebApplicationBuilder builder)
    {
        #region read-your-writes
        builder.Services.AddDynamoSession(options => options.Consistency = SessionConsistency.ReadYourWrites);
        #endregion
    }
}
