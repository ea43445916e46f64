using DynamoSession.Tests.Proof.Histories.Bugs;
using DynamoSession.Tests.Proof.Histories.Checking;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>Checks the checker: it finds each of these bugs within a limited number of histories.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class SeededBugTests
{
    private const int MaxHistories = 3_000;
    private const int SmallSizeBugs = 3;

    /// <summary>The small size runs only the first few, which are found early and each as a different kind of violation.</summary>
    private static readonly (string Name, Func<SeededBug> Bug, ViolationKind[] FoundAs)[] Bugs =
    [
        ("No token", SeededBugs.NoToken, [ViolationKind.Duplicate]),
        ("Renewal that leaves the previous id", SeededBugs.RenewalThatLeavesThePreviousId, [ViolationKind.Lifecycle]),
        ("Swallowed failure", SeededBugs.SwallowedFailure, [ViolationKind.Field]),
        ("No existence condition", SeededBugs.NoExistenceCondition, [ViolationKind.Zombie]),
        ("No condition at creation", SeededBugs.NoCreationCondition, [ViolationKind.Zombie, ViolationKind.Durability, ViolationKind.Field]),
        ("No tombstone condition", SeededBugs.NoTombstoneCondition, [ViolationKind.Zombie]),
        ("No expiry condition", SeededBugs.NoExpiryCondition, [ViolationKind.Lifecycle]),
        ("Renewal without version fence", SeededBugs.RenewalWithoutVersionFence, [ViolationKind.Field]),
        ("Token pruned at once", SeededBugs.TokenPrunedAtOnce, [ViolationKind.Duplicate]),
        ("Whole item put", SeededBugs.WholeItemPut, [ViolationKind.Field]),
        ("Own token not first", SeededBugs.OwnTokenNotFirst, [ViolationKind.Field]),
        ("Retry with a fresh token", SeededBugs.RetryWithAFreshToken, [ViolationKind.Duplicate]),
        ("Forwarding at renewal", SeededBugs.ForwardingAtRenewal, [ViolationKind.Lifecycle]),
        ("Minting on an ended id", SeededBugs.MintingOnAnEndedId, [ViolationKind.Minted]),
        ("Touch that can shorten", SeededBugs.TouchThatCanShorten, [ViolationKind.Shortened]),
        ("Commit that can shorten", SeededBugs.CommitThatCanShorten, [ViolationKind.Shortened]),
        ("Overflow without version", SeededBugs.OverflowWithoutVersion, [ViolationKind.Field]),
        ("Read modify write", SeededBugs.ReadModifyWrite, [ViolationKind.Field]),
        ("Tombstone that expires at once", SeededBugs.TombstoneThatExpiresAtOnce, [ViolationKind.Minted]),
        ("No version of removed tokens", SeededBugs.NoVersionOfRemovedTokens, [ViolationKind.Duplicate]),
        ("Tombstone without tokens", SeededBugs.TombstoneWithoutTokens, [ViolationKind.Field]),
    ];

    private static IEnumerable<string> SelectedBugs => Bugs.Take(ProofRun.IsSmall ? SmallSizeBugs : Bugs.Length).Select(bug => bug.Name);

    [TestCaseSource(nameof(SelectedBugs))]
    public async Task A_seeded_bug_is_found_as_the_violation_that_it_causes(string name)
    {
        var (_, bug, expected) = Bugs.Single(bug => bug.Name == name);

        var proof = await HistoryProof.RunAsync(ProofRun.NewSeed(), MaxHistories, bug, expected.Contains);

        await TestContext.Out.WriteLineAsync(proof.ToString());
        Assert.That(proof.Violations.Select(found => found.Violation.Kind), Has.Some.AnyOf(expected), "The bug was not found.");
    }
}
