using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>Typed fields of a session that was loaded before the page ran.</summary>
internal sealed class DynamoSessionPages : Pages
{
    protected override Task LoadAsync(HttpContext context) => Task.CompletedTask;

    protected override void Fill(HttpContext context, SessionContent content)
    {
        foreach (var (name, text) in content.Texts)
        {
            context.Session.SetString(name, text);
        }

        context.Session.Set(SessionContent.Cart, content.CartContent);
        if (content.ViewedProducts.Count > 0)
        {
            context.Session.Set(SessionContent.Viewed, content.ViewedProducts);
        }

        context.Session.Set(SessionContent.Counter, 0);
    }

    protected override string ReadText(HttpContext context, string name) => context.Session.Get<string>(name)!;

    protected override List<CartLine> ReadCart(HttpContext context) => context.Session.Get<List<CartLine>>(SessionContent.Cart)!;

    protected override int Change(HttpContext context)
    {
        var changes = context.Session.Get<int>(SessionContent.Counter) + 1;
        context.Session.Set(SessionContent.Counter, changes);
        return changes;
    }
}
