using DynamoSession.Core;

namespace Snippets;

internal static class Commits
{
    public static void Map(WebApplication app)
    {
        #region explicit-commit
        app.MapPost("/pay", async (HttpContext context) =>
        {
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

            // Charge the card here: the table knows that the payment was started.
            session.Set("receipt", "R-2041");
            return Results.Ok();
        });
        #endregion
    }
}
