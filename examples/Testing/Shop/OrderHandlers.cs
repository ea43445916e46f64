using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

public static class OrderHandlers
{
    // Optimistic: what is ordered is the cart that was loaded, not what another window has made of it meanwhile.
    public static Results<NoContent, BadRequest<string>> Place(HttpContext context)
    {
        var session = context.Session;
        if (session.Get(ShopFields.Cart)!.Lines.Count == 0)
        {
            return TypedResults.BadRequest("The cart is empty.");
        }

        session.Remove(ShopFields.Cart);
        session.Increment(ShopFields.Orders);
        return TypedResults.NoContent();
    }
}
