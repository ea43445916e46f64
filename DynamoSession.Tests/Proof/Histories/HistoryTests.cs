using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Many clients, many faults: everything the clients saw can be explained by a store that handles one request at a time.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class HistoryTests
{
    private static readonly int Histories = ProofRun.Count(small: 96, ci: 1_500, @long: 20_000);

    private static readonly int MinFaults = 4 * Histories;

    [Test]
    public async Task Every_history_keeps_the_guarantees()
    {
        var start = TimeProvider.System.GetTimestamp();

        var proof = await HistoryProof.RunAsync(ProofRun.NewSeed(), Histories);

        await TestContext.Out.WriteLineAsync($"{proof}{Environment.NewLine}{TimeProvider.System.GetElapsedTime(start)}");
        Assert.That(proof.Violations, Is.Empty, proof.ToString);
        Assert.Multiple(() =>
        {
            Assert.That(proof.Histories, Is.EqualTo(Histories));
            Assert.That(proof.Faults, Is.GreaterThanOrEqualTo(MinFaults));
        });
    }
}
