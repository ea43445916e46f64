using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace ExpressSideBySide;

internal static class CartRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cart", (HttpContext context) =>
        {
            var lines = context.Session.Get(ShopFields.Cart).Select(line => $"<li>{line.Value} × {ShopPage.Encode(line.Key)}</li>");
            return ShopPage.Of(context.Session, "Cart", $"<ul>{string.Concat(lines)}</ul>");
        });

        // Like Express, this relies on SameSite=Lax: the browser doesn't send the cookie with a form of another site.
        routes.MapPost("/cart", async ([FromForm] string product, HttpContext context) =>
        {
            if (!ShopPage.Products.Contains(product))
            {
                return Results.BadRequest("There is no such product.");
            }

            // Two tabs at the same time both count, which they don't in Express.
            await context.GetDynamoSession().UpdateAsync(ShopFields.Cart, cart => new(cart) { [product] = cart.GetValueOrDefault(product) + 1 });
            return Results.Redirect("/cart");
        }).DisableAntiforgery();
    }
}
