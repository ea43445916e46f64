using DynamoSession.Core;

namespace Snippets;

internal static class Commits
{
    public static async Task<IResult> PayAsync(HttpContext context, Func<Task<string>> chargeAsync)
    {
        #region explicit-commit
        var session = context.GetDynamoSession();
        session.Set("payment", "started");
        try
        {
            await session.CommitAsync(CancellationToken.None);
        }
        catch (SessionGoneException)
        {
            return Results.Redirect("/sign-in");
        }

        session.Set("receipt", await chargeAsync());
        #endregion
        return Results.Ok();
    }
}
