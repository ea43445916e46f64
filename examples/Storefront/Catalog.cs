namespace Storefront;

internal static class Catalog
{
    public static IReadOnlyList<Product> Products { get; } =
    [
        new("mug", "Stoneware mug", "Holds 350 ml, and keeps them warm for a chapter.", 14.50m),
        new("lamp", "Desk lamp", "A brass arm and a shade of green glass.", 89.00m),
        new("notebook", "Notebook", "160 dotted pages, thread-bound, opens flat.", 12.90m),
        new("pencils", "Twelve pencils", "Cedar, from 4H to 4B, in a tin.", 18.75m),
        new("blanket", "Wool blanket", "Undyed, woven, 130 by 200 cm.", 119.00m),
        new("kettle", "Kettle", "Enamelled steel, whistles in two tones.", 46.20m),
    ];

    public static Product? Find(string sku) => Products.FirstOrDefault(product => product.Sku == sku);
}
