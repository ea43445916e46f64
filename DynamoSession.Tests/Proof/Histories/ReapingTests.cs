using DynamoSession.Tests.Proof.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The time to live of the histories deletes nothing that a call under way could still find in reality.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class ReapingTests
{
    [Test]
    public async Task A_duplicate_of_a_creation_cannot_restore_a_session_that_the_time_to_live_has_deleted()
    {
        await using var app = await HistoryApp.StartAsync(HistoryAppKind.Plain);
        await HistoryRunner.RunAsync(app, new HistoryPlan(Seed: 0, [(0, [new(HistoryAction.Read)])]));

        // The duplicate leaves within 60 ms after the creation; the clock jumps while it is under way.
        app.Wire.CopyTransitTime = TimeSpan.FromMilliseconds(300);
        HistoryStep expiry = new(HistoryAction.Jump) { JumpSeconds = HistoryApp.IdleSeconds + 60, Reaps = true, PauseBefore = 100 };
        var plan = new HistoryPlan(Seed: 0, [(0, [expiry])]) { CreationFaults = new FaultPlan([], Writes: [Fault.Twice], []) };

        var history = await HistoryRunner.RunAsync(app, plan);

        Assert.Multiple(() =>
        {
            Assert.That(history.Ids.Count(), Is.EqualTo(1), "The session was not created.");
            Assert.That(app.Faults, Is.EqualTo(1), "The creation was not duplicated.");
            Assert.That(history.Items, Is.Empty, "The deleted session is stored again.");
        });
    }
}
