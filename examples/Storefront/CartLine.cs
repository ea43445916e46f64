using System.Text.Json.Serialization;

namespace Storefront;

public sealed record CartLine(string Sku, string Name, decimal UnitPrice, int Quantity)
{
    [JsonIgnore]
    public decimal Amount => UnitPrice * Quantity;
}
