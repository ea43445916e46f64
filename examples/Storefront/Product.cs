using System.Globalization;

namespace Storefront;

public sealed record Product(string Sku, string Name, string Description, decimal Price)
{
    public string PriceText => PriceOf(Price);

    public static string PriceOf(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"€\u00A0{amount:N2}");
}
