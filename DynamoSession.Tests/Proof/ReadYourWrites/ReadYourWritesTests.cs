using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>Whether a browser sees its own writes, on a table whose replicas lag by up to two seconds, in whatever order responses arrive.</summary>
[Category(ProofRun.Category)]
public sealed class ReadYourWritesTests
{
    private static readonly int Requests = ProofRun.Count(small: 5_000, ci: 50_000, @long: 1_000_000);

    /// <summary>A failure in a few of a thousand requests takes several thousand requests to show, whatever the size.</summary>
    private static readonly int ControlRequests = Math.Max(Requests / 10, 5_000);

    [TestCase(SessionConsistency.Strong)]
    [TestCase(SessionConsistency.ReadYourWrites)]
    public void A_browser_sees_its_own_writes(SessionConsistency consistency)
    {
        using var simulation = Run(new Simulation(consistency, ProofRun.NewSeed(), Requests));

        Assert.Multiple(() =>
        {
            Assert.That(simulation.Responses, Is.GreaterThanOrEqualTo(Requests));
            Assert.That(simulation.Checks, Is.GreaterThan(Requests / 2));
            Assert.That(simulation.Renewals, Is.GreaterThan(Requests / 1_000));
            Assert.That(simulation.Violations, Is.Zero, simulation.FirstViolation);
        });
    }

    [Test]
    public void Where_responses_arrive_in_order_replicas_may_lag_for_longer()
    {
        using var simulation = Run(new Simulation(
            SessionConsistency.ReadYourWrites, ProofRun.NewSeed(), ControlRequests, inOrder: true, maxLag: TimeSpan.FromSeconds(10)));

        Assert.Multiple(() =>
        {
            Assert.That(simulation.Checks, Is.GreaterThan(ControlRequests / 2));
            Assert.That(simulation.Violations, Is.Zero, simulation.FirstViolation);
        });
    }

    [Test]
    public void In_any_order_own_writes_are_missed_by_replicas_that_lag_for_much_longer()
    {
        using var simulation = Run(new Simulation(SessionConsistency.ReadYourWrites, ProofRun.NewSeed(), 4 * ControlRequests, maxLag: TimeSpan.FromSeconds(20)));

        Assert.That(simulation.Violations, Is.GreaterThan(0), "This is what docs/consistency.md doesn't promise.");
    }

    [Test]
    public void Users_who_mostly_read_cause_few_strong_reads()
    {
        using var simulation = Run(new Simulation(SessionConsistency.ReadYourWrites, ProofRun.NewSeed(), ControlRequests, Pace.Quiet));

        Assert.That(simulation.ShareOfStrongReads, Is.LessThan(0.2));
    }

    [Test]
    public void Without_the_marker_cookie_own_writes_are_missed()
    {
        using var simulation = Run(new Simulation(SessionConsistency.ReadYourWrites, ProofRun.NewSeed(), ControlRequests, keepsMarker: false));

        Assert.That(simulation.Violations, Is.GreaterThan(0));
    }

    [Test]
    public void Eventual_reads_miss_own_writes()
    {
        using var simulation = Run(new Simulation(SessionConsistency.Eventual, ProofRun.NewSeed(), ControlRequests));

        Assert.That(simulation.Violations, Is.GreaterThan(simulation.Responses / 20));
    }

    private static Simulation Run(Simulation simulation)
    {
        simulation.Run();
        TestContext.Out.WriteLine(simulation);
        return simulation;
    }
}
