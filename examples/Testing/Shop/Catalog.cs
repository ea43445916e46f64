namespace Shop;

public static class Catalog
{
    public static IReadOnlyList<string> Skus { get; } = ["mug", "lamp", "notebook"];
}
