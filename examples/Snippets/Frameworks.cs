using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;

namespace Snippets;

internal static class Frameworks
{
    public static void RazorPages(string[] args)
    {
        #region razor-pages
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddRazorPages().AddSessionStateTempDataProvider();
        builder.Services.AddDynamoSession().UseInMemoryTable();

        var app = builder.Build();
        if (!app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler("/Error");
            app.UseHsts();
        }

        app.UseHttpsRedirection();
        app.UseRouting();
        app.UseDynamoSession();
        app.UseAuthorization();

        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapDynamoSessionInspector();

        app.Run();
        #endregion
    }

    public static void Blazor(WebApplication app)
    {
        #region blazor-circuit
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode()
            .Add(endpoint =>
            {
                if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.StartsWith("/_blazor", StringComparison.Ordinal))
                {
                    endpoint.Metadata.Add(new SessionPolicyAttribute(SessionAccess.None));
                }
            });
        #endregion
    }

    public static void SignalR(WebApplication app)
    {
        #region hub-without-session
        app.MapHub<StockHub>("/stock").WithSessionPolicy(SessionAccess.None);
        #endregion
    }
}

#region razor-page
public static class PageFields
{
    public static readonly SessionField<int> Visits = new("visits");
}

public sealed class IndexModel : PageModel
{
    public int Visits { get; private set; }

    public void OnGet()
    {
        HttpContext.Session.Increment(PageFields.Visits);
        Visits = HttpContext.Session.Get(PageFields.Visits);
    }
}
#endregion

#region hub
public sealed class CartHub : Hub
{
    public async Task AddAsync(string sku)
    {
        var session = Context.GetHttpContext()!.GetDynamoSession();
        session.Append("cart", sku);
        await session.CommitAsync();
    }
}
#endregion

public sealed class App : ComponentBase;

public sealed class StockHub : Hub;

#region visits-controller
public sealed class VisitsController : Controller
{
    public IActionResult Index()
    {
        HttpContext.Session.Increment("visits");
        return Content($"Visit number {HttpContext.Session.Get<int>("visits")}.");
    }
}
#endregion
