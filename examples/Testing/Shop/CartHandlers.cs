using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

public static class CartHandlers
{
    public static Ok<Cart> Show(HttpContext context) => TypedResults.Ok(context.Session.Get(ShopFields.Cart));

    #region cart-handler
    public static Results<Ok<Cart>, NotFound> Add(string sku, HttpContext context)
    {
        if (!Catalog.Skus.Contains(sku))
        {
            return TypedResults.NotFound();
        }

        var cart = context.Session.Get(ShopFields.Cart).Plus(sku);
        context.Session.Set(ShopFields.Cart, cart);
        return TypedResults.Ok(cart);
    }
    #endregion
}
