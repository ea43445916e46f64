using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>A client's next step, decided before the history runs.</summary>
internal sealed record HistoryStep(HistoryAction Action)
{
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>Gets whether all fields are cleared first.</summary>
    public bool Clears { get; init; }

    /// <summary>Gets whether the changes exceed one expression, so that the package merges them itself.</summary>
    public bool Overflows { get; init; }

    public bool IsOptimistic { get; init; }

    /// <summary>Gets whether the client continues before the response arrives, as with two tabs.</summary>
    public bool IsOverlapped { get; init; }

    /// <summary>Gets which earlier cookie the client sends, like a tab or a thief that missed the new one; null for the current one.</summary>
    public int? EarlierCookie { get; init; }

    /// <summary>Gets by how many seconds the clock jumps.</summary>
    public int JumpSeconds { get; init; }

    /// <summary>Gets whether the time to live deletes expired items immediately after a jump.</summary>
    public bool Reaps { get; init; }

    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>Gets how long the client waits before the step (in milliseconds).</summary>
    public int PauseBefore { get; init; }

    /// <summary>Gets how long the endpoint works between load and commit (in milliseconds).</summary>
    public int PauseInside { get; init; }
}
