using DynamoSession.AspNetCore;
using DynamoSession.Core;
using Microsoft.AspNetCore.Mvc;

namespace Snippets;

internal static class Policies
{
    public static void Map(WebApplication app)
    {
        #region endpoint-policy
        app.MapGet("/health", () => "healthy").WithSessionPolicy(SessionAccess.None);
        app.MapGet("/api/currency", (HttpContext context) => context.Session.Get(CheckoutFields.Currency))
            .WithSessionPolicy(SessionAccess.ReadOnly, SessionConsistency.Eventual);
        #endregion

        #region handler-parameter
        app.MapGet("/attempts", (IDynamoSession session) => session.Get(CheckoutFields.Attempts));
        #endregion

        #region optional
        app.MapGet("/news", (HttpContext context) =>
            context.Session.IsAvailable && context.Session.GetString("customer") is { } customer
                ? $"News for {customer}"
                : "News for everybody").WithSessionPolicy(SessionAccess.Optional);
        #endregion
    }
}

#region controller-policy
[ApiController]
[SessionPolicy(SessionAccess.ReadOnly)]
public sealed class BasketController : ControllerBase
{
    [HttpGet("basket")]
    public ActionResult<Address?> Get() => HttpContext.Session.Get(CheckoutFields.ShipTo);

    [HttpPut("basket")]
    [SessionPolicy(SessionAccess.Required)]
    public void Put(Address address) => HttpContext.Session.Set(CheckoutFields.ShipTo, address);
}
#endregion
