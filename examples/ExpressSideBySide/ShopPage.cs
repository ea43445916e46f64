using System.Text.Encodings.Web;

namespace ExpressSideBySide;

/// <summary>A page that looks as those of Express do.</summary>
internal static class ShopPage
{
    public static readonly string[] Products = ["tea", "coffee", "cake"];

    public static IResult Of(ISession session, string title, string content)
    {
        var greeting = session.Get(ShopFields.User) is { } user ? $"Hello, {Encode(user)}." : "You are not signed in.";
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{title}</title></head>
            <body>
            <p><a href="/">Shop</a> <a href="/cart">Cart</a> <a href="/account">Account</a></p>
            <h1>{title}</h1>
            <p>{greeting}</p>
            {content}
            <p>This page comes from ASP.NET Core.</p>
            </body>
            </html>
            """;
        return Results.Content(page, "text/html; charset=utf-8");
    }

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
