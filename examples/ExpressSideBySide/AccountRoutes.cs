using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace ExpressSideBySide;

internal static class AccountRoutes
{
    private const string Forms = """
        <form method="post" action="/account/sign-in"><input name="user" aria-label="Your name" required><button>Sign in</button></form>
        <form method="post" action="/account/sign-out"><button>Sign out</button></form>
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account", (HttpContext context) => ShopPage.Of(context.Session, "Account", Forms));

        // A sign-in gets a new id, and keeps the cart.
        routes.MapPost("/account/sign-in", ([FromForm] string user, HttpContext context) =>
        {
            var session = context.GetDynamoSession();
            session.RenewId();
            session.Set(ShopFields.User, user);
            return Results.Redirect("/");
        }).DisableAntiforgery();

        routes.MapPost("/account/sign-out", (HttpContext context) =>
        {
            context.GetDynamoSession().Destroy();
            return Results.Redirect("/");
        }).DisableAntiforgery();
    }
}
