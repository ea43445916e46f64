using System.Globalization;
using System.Text;
using DynamoSession.Benchmarks.Ratios;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Benchmarks.Applications;

/// <summary>The pages of an application, which differ only in how they use their session.</summary>
internal abstract class Pages
{
    /// <summary>The page that fills the session; its query is the size in bytes.</summary>
    public const string FillPath = "/fill";

    private const string NotUsed = "-";

    public static string PathOf(RequestKind kind) => kind switch
    {
        RequestKind.OneField => "/one",
        RequestKind.ThreeFields => "/three",
        RequestKind.Cart => "/cart",
        RequestKind.Change => "/change",
        _ => "/unused",
    };

    public async Task RunAsync(HttpContext context)
    {
        var answer = Encoding.UTF8.GetBytes(await AnswerAsync(context));
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer);
    }

    /// <summary>Prepares the session for its use.</summary>
    protected abstract Task LoadAsync(HttpContext context);

    protected abstract void Fill(HttpContext context, SessionContent content);

    protected abstract string ReadText(HttpContext context, string name);

    protected abstract List<CartLine> ReadCart(HttpContext context);

    /// <summary>Adds one to the counter of changes.</summary>
    protected abstract int Change(HttpContext context);

    private async Task<string> AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path is not ("/one" or "/three" or "/cart" or "/change" or FillPath))
        {
            return NotUsed;
        }

        await LoadAsync(context);
        switch (path)
        {
            case "/one":
                return ReadText(context, "field-7");
            case "/three":
                return ReadText(context, "field-3") + ReadText(context, "field-7") + ReadText(context, "field-11");
            case "/cart":
                return SessionContent.Show(ReadCart(context));
            case "/change":
                return $"{Change(context)}";
            default:
                Fill(context, new SessionContent(int.Parse(context.Request.QueryString.Value![1..], CultureInfo.InvariantCulture)));
                return NotUsed;
        }
    }
}
