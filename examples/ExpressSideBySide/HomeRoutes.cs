namespace ExpressSideBySide;

internal static class HomeRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", (HttpContext context) =>
    {
        var forms = ShopPage.Products.Select(name => $"""<form method="post" action="/cart"><button name="product" value="{name}">{name}</button></form>""");
        return ShopPage.Of(context.Session, "Shop", string.Join('\n', forms));
    });
}
