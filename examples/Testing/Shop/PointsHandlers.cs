using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

public static class PointsHandlers
{
    #region points-handler
    public static async Task<Ok<int>> SpendAsync(int points, HttpContext context)
    {
        var session = context.GetDynamoSession();
        var left = await session.UpdateAsync<int>(ShopFields.Points.Name, left => Math.Max(0, left - points));
        return TypedResults.Ok(left);
    }
    #endregion
}
