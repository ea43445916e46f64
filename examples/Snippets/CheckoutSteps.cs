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
    public static void Use(HttpContext context, Address address)
    {
        #region fields-used
        var session = context.Session;

        session.Set(CheckoutFields.ShipTo, address);
        session.Append(CheckoutFields.Coupons, "SPRING");
        session.Increment(CheckoutFields.Attempts);

        var currency = session.Get(CheckoutFields.Currency);
        if (session.Get(CheckoutFields.ShipTo) is { } shipTo)
        {
            session.SetString("lastCity", shipTo.City);
        }
        #endregion

        _ = currency;
    }

    public static void Mutate(ISession session)
    {
        #region mutation
        session.Get(CheckoutFields.Coupons).Remove("SPRING");
        #endregion
    }
}
