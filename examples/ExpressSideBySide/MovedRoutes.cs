namespace ExpressSideBySide;

/// <summary>The routes that ASP.NET Core can take over from Express, by the names that the configuration uses.</summary>
internal static class MovedRoutes
{
    private static readonly Dictionary<string, Action<IEndpointRouteBuilder>> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["home"] = HomeRoutes.Map,
        ["cart"] = CartRoutes.Map,
        ["account"] = AccountRoutes.Map,
    };

    /// <param name="names">For example "cart,account"; null for none.</param>
    public static IEnumerable<Action<IEndpointRouteBuilder>> Of(string? names) =>
    [
        .. (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => Names.GetValueOrDefault(name) ?? throw new InvalidOperationException($"There is no route '{name}' to move, only {string.Join(", ", Names.Keys)}.")),
    ];
}
