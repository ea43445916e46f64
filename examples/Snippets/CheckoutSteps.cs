using DynamoSession.Core;

namespace Snippets;

#region fields-declared
public sealed record Address(string Street, string City, string Country);

public static class CheckoutFields
{
    public static readonly SessionField<Address?> ShipTo = new("shipTo");
    public static readonly SessionField<List<string>> Coupons = new("coupons", () => []);
    public static readonly SessionField<int> Attempts = new("attempts");
    public static readonly SessionField<string> Currency = new("currency", defaultValue: "EUR");
}
#endregion

internal static class CheckoutSteps
{
    public static void Map(WebApplication app)
    {
        #region fields-used
        app.MapPost("/checkout", (Address address, HttpContext context) =>
        {
            var session = context.Session;

            session.Set(CheckoutFields.ShipTo, address);
            session.Append(CheckoutFields.Coupons, "SPRING");
            session.Increment(CheckoutFields.Attempts);

            if (session.Get(CheckoutFields.ShipTo) is { } shipTo)
            {
                session.SetString("lastCity", shipTo.City);
            }

            return session.Get(CheckoutFields.Currency);
        });
        #endregion

        #region mutation
        app.MapPost("/coupons/remove", (HttpContext context) => context.Session.Get(CheckoutFields.Coupons).Remove("SPRING"));
        #endregion
    }
}
