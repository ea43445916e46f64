namespace SessionTool.Cost;

/// <summary>The prices of a million units, on demand.</summary>
/// <param name="Read">Of read request units.</param>
/// <param name="Write">Of write request units.</param>
internal sealed record Prices(decimal Read, decimal Write)
{
    /// <summary>Gets the prices of us-east-1 in US dollars, https://aws.amazon.com/dynamodb/pricing/on-demand/.</summary>
    public static Prices Default { get; } = new(Read: 0.125m, Write: 0.625m);
}
