namespace Shop;

/// <summary>What a customer is about to buy. Immutable, so that every change is a new cart, which is then set.</summary>
public sealed record Cart(IReadOnlyList<CartLine> Lines)
{
    public static Cart Empty { get; } = new([]);

    public Cart Plus(string sku) => Lines.Any(line => line.Sku == sku)
        ? new([.. Lines.Select(line => line.Sku == sku ? line with { Quantity = line.Quantity + 1 } : line)])
        : new([.. Lines, new CartLine(sku, Quantity: 1)]);
}
