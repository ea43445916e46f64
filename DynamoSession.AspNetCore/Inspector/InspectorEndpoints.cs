using System.Globalization;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Inspector;

/// <summary>The endpoints of the inspector.</summary>
internal sealed class InspectorEndpoints(IServiceProvider services, string root)
{
    private const double DefaultRate = 1_000;

    private readonly Inspection _inspection = services.GetRequiredService<Inspection>();
    private readonly InspectedItems _items = services.GetRequiredService<InspectedItems>();
    private readonly InspectorActions _actions = services.GetRequiredService<InspectorActions>();
    private readonly SessionCookie _cookie = services.GetRequiredService<SessionCookie>();
    private readonly InspectorPage _page = new(root, services.GetRequiredService<TimeProvider>());

    public void Map(RouteGroupBuilder group)
    {
        _inspection.Enable(services.GetRequiredService<ISessionTable>());
        group.MapGet("", ShowAsync).WithSessionPolicy(SessionAccess.None);
        group.MapGet("/requests", ListAsync).WithSessionPolicy(SessionAccess.None);
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

        await _page.WriteAsync(context, item, Requests(), RateOf(context), message);
    }

    private Task ListAsync(HttpContext context) => InspectorPage.WriteRequestsAsync(context, Requests(), RateOf(context));

    // Not those for assets and the like, which have nothing to do with sessions.
    private InspectedRequest[] Requests() =>
        [.. _inspection.Requests.Where(request => request.Steps.Count > 0 && !request.Path.StartsWith(root, StringComparison.OrdinalIgnoreCase))];

    private void MapAction(RouteGroupBuilder group, string path, SessionAccess access, Func<HttpContext, Task> act) =>
        group.MapPost(path, async context =>
        {
            if (IsFromAnotherSite(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await act(context);
            context.Response.Redirect($"{context.Request.PathBase}{root}");
        }).WithSessionPolicy(access);

    /// <summary>Returns whether a page of another origin has sent the form.</summary>
    /// <remarks>Fetch Metadata Request Headers, https://www.w3.org/TR/fetch-metadata/. A client that sends none is not a browser.</remarks>
    private static bool IsFromAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin" && site != "none";

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
