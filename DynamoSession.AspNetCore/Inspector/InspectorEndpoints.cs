using System.Globalization;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>The endpoints of the inspector.</summary>
internal sealed class InspectorEndpoints(IServiceProvider services)
{
    private const double DefaultRate = 1_000;
    private const string List = "/requests";

    private readonly Inspection _inspection = services.GetRequiredService<Inspection>();
    private readonly InspectedItems _items = services.GetRequiredService<InspectedItems>();
    private readonly InspectorActions _actions = services.GetRequiredService<InspectorActions>();
    private readonly SessionCookie _cookie = services.GetRequiredService<SessionCookie>();
    private readonly InspectorPage _page = new(services.GetRequiredService<TimeProvider>());

    public void Map(RouteGroupBuilder group)
    {
        _inspection.Enable(services.GetRequiredService<ISessionTable>());
        group.WithMetadata(new InspectorEndpoint());
        group.MapGet("", ShowAsync).WithSessionPolicy(SessionAccess.None);
        group.MapGet(List, ListAsync).WithSessionPolicy(SessionAccess.None);
        MapAction(group, "/sign-out", SessionAccess.Required, context => Completed(() => InspectorActions.SignOut(context)));
        MapAction(group, "/renew", SessionAccess.Required, context => Completed(() => InspectorActions.Renew(context)));
        MapAction(group, "/expire", SessionAccess.None, _actions.ExpireAsync);
        MapAction(group, "/fail", SessionAccess.None, _ => Completed(_actions.FailNext));
    }

    private async Task ShowAsync(HttpContext context)
    {
        InspectedItem? item = null;
        string? message = null;
        try
        {
            item = (await _items.FindAsync(_cookie.Read(context), context.RequestAborted))?.Item;
        }
        catch (SessionStoreException failure)
        {
            message = failure.Message;
        }

        await _page.WriteAsync(context, PageOf(context, action: ""), item, _actions.CanExpire, _inspection.Requests, RateOf(context), message);
    }

    private Task ListAsync(HttpContext context) => InspectorPage.WriteRequestsAsync(context, _inspection.Requests, RateOf(context));

    private static void MapAction(RouteGroupBuilder group, string path, SessionAccess access, Func<HttpContext, Task> act) =>
        group.MapPost(path, async context =>
        {
            if (IsFromAnotherSite(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await act(context);
            var page = PageOf(context, path);
            context.Response.Redirect(page.Length == 0 ? "/" : page);
        }).WithSessionPolicy(access);

    /// <summary>Returns the path of the page as the browser knows it, below a path base and in a group of endpoints too; empty at the root.</summary>
    private static string PageOf(HttpContext context, string action)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent().TrimEnd('/');

        // With one slash: browsers take what follows two for the name of a host.
        var page = path[..^action.Length].TrimStart('/');
        return page.Length == 0 ? "" : $"/{page}";
    }

    /// <summary>Returns whether a page of another origin has sent the form.</summary>
    /// <remarks>
    /// Fetch Metadata Request Headers, https://www.w3.org/TR/fetch-metadata/. Browsers send them to trustworthy addresses only, but the origin of
    /// a form always.
    /// </remarks>
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site != "same-origin";
        }

        return request.Headers.Origin is { Count: > 0 } origin && origin != $"{request.Scheme}://{request.Host}";
    }

    private static double RateOf(HttpContext context) =>
        double.TryParse(context.Request.Query["rate"], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 1_000_000_000
            ? rate
            : DefaultRate;

    private static Task Completed(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
