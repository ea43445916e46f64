namespace DynamoSession.Tests.Proof.Support;

/// <summary>The faults that the calls of one request meet, in order, and how long each call is delayed (in milliseconds).</summary>
internal sealed record FaultPlan(IReadOnlyList<Fault> Reads, IReadOnlyList<Fault> Writes, IReadOnlyList<int> Delays)
{
    public static FaultPlan None { get; } = new([], [], []);
}
