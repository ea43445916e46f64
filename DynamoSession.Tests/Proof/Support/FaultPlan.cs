namespace DynamoSession.Tests.Proof.Support;

/// <summary>What goes wrong with the calls of one request, each in its order; and how long each call is under way (milliseconds).</summary>
internal sealed record FaultPlan(IReadOnlyList<Fault> Reads, IReadOnlyList<Fault> Writes, IReadOnlyList<int> Delays)
{
    public static FaultPlan None { get; } = new([], [], []);
}
