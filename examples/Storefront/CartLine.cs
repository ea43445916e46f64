namespace Storefront;

public sealed record CartLine(string Sku, string Name, decimal UnitPrice, int Quantity);
