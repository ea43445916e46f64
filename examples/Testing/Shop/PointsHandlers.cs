using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

public static class PointsHandlers
{
    #region points-handler
    public static async Task<Ok<int>> SpendAsync(int points, HttpContext context)
    {
        var left = await context.Session.UpdateAsync(ShopFields.Points, left => Math.Max(0, left - points));
        return TypedResults.Ok(left);
    }
    #endregion
}
