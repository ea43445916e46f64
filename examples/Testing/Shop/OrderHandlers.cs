using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

public static class OrderHandlers
{
    // Optimistic: the order is for the cart that was loaded, not for one that another window has changed since.
    public static Results<NoContent, BadRequest<string>> Place(HttpContext context)
    {
        var session = context.Session;
        if (session.Get(ShopFields.Cart).Lines.Count == 0)
        {
            return TypedResults.BadRequest("The cart is empty.");
        }

        session.Remove(ShopFields.Cart);
        session.Increment(ShopFields.Orders);
        return TypedResults.NoContent();
    }
}
