using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>The same answers without any session: the cookie names the size, and nothing is kept.</summary>
internal sealed class SessionlessPages : Pages
{
    private const string CookieName = "size";

    private static readonly ConcurrentDictionary<int, SessionContent> Contents = new();

    protected override Task LoadAsync(HttpContext context) => Task.CompletedTask;

    protected override void Fill(HttpContext context, SessionContent content) =>
        context.Response.Cookies.Append(CookieName, context.Request.QueryString.Value![1..]);

    protected override string ReadText(HttpContext context, string name) => ContentOf(context).Texts.First(text => text.Key == name).Value;

    protected override List<CartLine> ReadCart(HttpContext context) => ContentOf(context).CartContent;

    protected override int Change(HttpContext context) => 1;

    private static SessionContent ContentOf(HttpContext context) =>
        Contents.GetOrAdd(int.Parse(context.Request.Cookies[CookieName]!, CultureInfo.InvariantCulture), bytes => new SessionContent(bytes));
}
