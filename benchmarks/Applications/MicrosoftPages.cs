using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>Microsoft's session as its documentation advises: loaded asynchronously first, and objects as JSON in a string.</summary>
internal sealed class MicrosoftPages : Pages
{
    protected override Task LoadAsync(HttpContext context) => context.Session.LoadAsync();

    protected override void Fill(HttpContext context, SessionContent content)
    {
        foreach (var (name, text) in content.Texts)
        {
            context.Session.SetString(name, text);
        }

        context.Session.SetString(SessionContent.Cart, JsonSerializer.Serialize(content.CartContent, CartJson.Default.ListCartLine));
        if (content.ViewedProducts.Count > 0)
        {
            context.Session.SetString(SessionContent.Viewed, JsonSerializer.Serialize(content.ViewedProducts, CartJson.Default.ListCartLine));
        }

        context.Session.SetInt32(SessionContent.Counter, 0);
    }

    protected override string ReadText(HttpContext context, string name) => context.Session.GetString(name)!;

    protected override List<CartLine> ReadCart(HttpContext context) =>
        JsonSerializer.Deserialize(context.Session.GetString(SessionContent.Cart)!, CartJson.Default.ListCartLine)!;

    protected override int Change(HttpContext context)
    {
        var changes = context.Session.GetInt32(SessionContent.Counter)!.Value + 1;
        context.Session.SetInt32(SessionContent.Counter, changes);
        return changes;
    }
}
