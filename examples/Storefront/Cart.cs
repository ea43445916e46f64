using System.Text.Json.Serialization;

namespace Storefront;

/// <summary>What a customer is about to buy. Immutable, so that every change is a new cart, which is then set.</summary>
public sealed record Cart(IReadOnlyList<CartLine> Lines)
{
    public const int MaxQuantity = 99;

    public static Cart Empty { get; } = new([]);

    [JsonIgnore]
    public int Count => Lines.Sum(line => line.Quantity);

    [JsonIgnore]
    public decimal Total => Lines.Sum(line => line.Amount);

    /// <summary>Gets what is in the cart as text, such as "2 mug, 1 lamp", to tell whether it is still what a page has shown.</summary>
    [JsonIgnore]
    public string Contents => string.Join(", ", Lines.Select(line => $"{line.Quantity} {line.Sku}"));

    public Cart Plus(Product product)
    {
        var line = Lines.FirstOrDefault(line => line.Sku == product.Sku);
        return line is null
            ? new Cart([.. Lines, new CartLine(product.Sku, product.Name, product.Price, Quantity: 1)])
            : WithQuantity(product.Sku, Math.Min(line.Quantity + 1, MaxQuantity));
    }

    /// <summary>Returns what is left after an order: what was added while the order was being placed.</summary>
    public Cart Minus(Cart ordered) => new([
        .. Lines
            .Select(line => line with { Quantity = line.Quantity - ordered.QuantityOf(line.Sku) })
            .Where(line => line.Quantity > 0),
    ]);

    public Cart WithQuantity(string sku, int quantity) =>
        new([.. Lines.Select(line => line.Sku == sku ? line with { Quantity = quantity } : line)]);

    public Cart Without(string sku) => new([.. Lines.Where(line => line.Sku != sku)]);

    private int QuantityOf(string sku) => Lines.FirstOrDefault(line => line.Sku == sku)?.Quantity ?? 0;
}
