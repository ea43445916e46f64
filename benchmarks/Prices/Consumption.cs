namespace DynamoSession.Benchmarks.Prices;

/// <summary>What a visit has consumed on average.</summary>
internal sealed record Consumption(double ReadUnits, double WriteUnits)
{
    private const decimal Million = 1_000_000;

    /// <summary>Gets the least that a visit can consume: an eventually consistent read of up to 4 KB.</summary>
    public static Consumption Ideal { get; } = new(ReadUnits: 0.5, WriteUnits: 0);

    /// <summary>Returns the price of a number of such visits, in US dollars.</summary>
    public decimal Price(double visits) =>
        (((decimal)ReadUnits * SessionTool.Cost.Prices.Default.Read) + ((decimal)WriteUnits * SessionTool.Cost.Prices.Default.Write)) * (decimal)visits / Million;
}
