namespace Shop;

public sealed record CartLine(string Sku, int Quantity);
