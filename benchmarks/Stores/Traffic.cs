namespace DynamoSession.Benchmarks.Stores;

/// <summary>What an application has asked of its store.</summary>
/// <param name="Reads">Calls that read.</param>
/// <param name="Writes">Calls that write.</param>
/// <param name="ReadUnits">DynamoDB's read capacity units.</param>
/// <param name="WriteUnits">DynamoDB's write capacity units.</param>
/// <param name="SentBytes">The bytes of the requests.</param>
/// <param name="ReceivedBytes">The bytes of the responses.</param>
internal sealed record Traffic(double Reads, double Writes, double ReadUnits, double WriteUnits, double SentBytes, double ReceivedBytes)
{
    public static Traffic None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Returns what has been added since an earlier time, for each of some requests.</summary>
    public Traffic Since(Traffic earlier, int requests) => new(
        (Reads - earlier.Reads) / requests,
        (Writes - earlier.Writes) / requests,
        (ReadUnits - earlier.ReadUnits) / requests,
        (WriteUnits - earlier.WriteUnits) / requests,
        (SentBytes - earlier.SentBytes) / requests,
        (ReceivedBytes - earlier.ReceivedBytes) / requests);
}
