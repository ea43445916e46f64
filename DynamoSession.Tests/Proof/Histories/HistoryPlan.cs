using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What all clients of a history do. The clients of a browser share its cookie.</summary>
/// <param name="Seed">The seed that the plan was generated from.</param>
/// <param name="Clients">The steps of each client, and its browser.</param>
internal sealed record HistoryPlan(int Seed, IReadOnlyList<(int Browser, IReadOnlyList<HistoryStep> Steps)> Clients)
{
    /// <summary>Gets the faults while the sessions are created. Each session must be created, so none of them may fail a request.</summary>
    public FaultPlan CreationFaults { get; init; } = FaultPlan.None;

    public int Browsers => Clients.Max(client => client.Browser) + 1;
}
