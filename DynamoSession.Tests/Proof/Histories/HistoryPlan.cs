using DynamoSession.Tests.Proof.Support;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What all clients of a history do. Clients of one browser share its cookie.</summary>
/// <param name="Seed">What the plan was drawn from.</param>
/// <param name="Clients">The steps of each client, and its browser.</param>
internal sealed record HistoryPlan(int Seed, IReadOnlyList<(int Browser, IReadOnlyList<HistoryStep> Steps)> Clients)
{
    /// <summary>Gets what goes wrong when the sessions begin. Each must begin, so nothing that an answer tells of.</summary>
    public FaultPlan Beginning { get; init; } = FaultPlan.None;

    public int Browsers => Clients.Max(client => client.Browser) + 1;
}
