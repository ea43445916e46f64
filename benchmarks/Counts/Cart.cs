namespace DynamoSession.Benchmarks.Counts;

internal sealed class Cart
{
    public int Items { get; set; }
}
