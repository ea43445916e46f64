namespace SessionTool.Cost;

/// <summary>What one way of keeping sessions costs in a month.</summary>
internal sealed record CostRow(string Sessions, TimeSpan? TouchAfter, double ReadUnits, double WriteUnits, decimal Cost)
{
    private const decimal Million = 1_000_000;

    public static CostRow Of(string sessions, TimeSpan? touchAfter, double readUnits, double writeUnits, Prices prices) => new(
        sessions,
        touchAfter,
        Math.Round(readUnits),
        Math.Round(writeUnits),
        decimal.Round(((decimal)readUnits / Million * prices.Read) + ((decimal)writeUnits / Million * prices.Write), 2));
}
