using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What a client does next, decided before the history runs.</summary>
internal sealed record HistoryStep(HistoryAction Action)
{
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets whether all fields go first.</summary>
    public bool Clears { get; init; }

    /// <summary>Gets whether the change is too large for one expression, so that it is merged by the package.</summary>
    public bool Overflows { get; init; }

    public bool IsOptimistic { get; init; }

    /// <summary>Gets whether the client goes on before the answer has come, as with two tabs.</summary>
    public bool IsOverlapped { get; init; }

    /// <summary>Gets which earlier cookie the client sends, as a tab or a thief does that missed the new one; null for the current.</summary>
    public int? LegacyCookie { get; init; }

    /// <summary>Gets by how many seconds the clock jumps.</summary>
    public int JumpSeconds { get; init; }

    /// <summary>Gets whether the time to live deletes what has expired by a jump, at once.</summary>
    public bool Reaps { get; init; }

    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Gets how long the client waits before (milliseconds).</summary>
    public int PauseBefore { get; init; }

    /// <summary>Gets how long the endpoint works between load and commit (milliseconds).</summary>
    public int PauseInside { get; init; }
}
