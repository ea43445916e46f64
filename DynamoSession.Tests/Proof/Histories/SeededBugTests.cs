using DynamoSession.Tests.Proof.Histories.Bugs;
using DynamoSession.Tests.Proof.Histories.Checking;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The checker can fail: each of these bugs breaks a promise within a few histories.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class SeededBugTests
{
    private const int MostHistories = 3_000;
    private const int BugsOfTheSmallSize = 3;

    /// <summary>The small size tries only the first few: found early, and each by another kind of violation.</summary>
    private static readonly (string Name, Func<SeededBug> Bug, ViolationKind[] FoundAs)[] Bugs =
    [
        ("No token", SeededBugs.NoToken, [ViolationKind.Twice]),
        ("Renewal that leaves the old id", SeededBugs.RenewalThatLeavesTheOldId, [ViolationKind.Death]),
        ("Swallowed failure", SeededBugs.SwallowedFailure, [ViolationKind.Field]),
        ("No existence condition", SeededBugs.NoExistenceCondition, [ViolationKind.Zombie]),
        ("No condition at creation", SeededBugs.NoCreationCondition, [ViolationKind.Zombie, ViolationKind.Durability, ViolationKind.Field]),
        ("No tombstone condition", SeededBugs.NoTombstoneCondition, [ViolationKind.Zombie]),
        ("No expiry condition", SeededBugs.NoExpiryCondition, [ViolationKind.Death]),
        ("Renewal without version fence", SeededBugs.RenewalWithoutVersionFence, [ViolationKind.Field]),
        ("Token pruned at once", SeededBugs.TokenPrunedAtOnce, [ViolationKind.Twice]),
        ("Whole item put", SeededBugs.WholeItemPut, [ViolationKind.Field]),
        ("Own token not first", SeededBugs.OwnTokenNotFirst, [ViolationKind.Field]),
        ("Retry with a fresh token", SeededBugs.RetryWithAFreshToken, [ViolationKind.Twice]),
        ("Forwarding at renewal", SeededBugs.ForwardingAtRenewal, [ViolationKind.Death]),
        ("Minting on a dead id", SeededBugs.MintingOnADeadId, [ViolationKind.Minted]),
        ("Touch that can shorten", SeededBugs.TouchThatCanShorten, [ViolationKind.Shortened]),
        ("Commit that can shorten", SeededBugs.CommitThatCanShorten, [ViolationKind.Shortened]),
        ("Overflow without version", SeededBugs.OverflowWithoutVersion, [ViolationKind.Field]),
        ("Read modify write", SeededBugs.ReadModifyWrite, [ViolationKind.Field]),
        ("Tombstone forgotten at once", SeededBugs.TombstoneForgottenAtOnce, [ViolationKind.Minted]),
        ("No version of removed tokens", SeededBugs.NoVersionOfRemovedTokens, [ViolationKind.Twice]),
        ("Tombstone without tokens", SeededBugs.TombstoneWithoutTokens, [ViolationKind.Field]),
    ];

    private static IEnumerable<string> BugsOfThisSize => Bugs.Take(ProofRun.IsSmall ? BugsOfTheSmallSize : Bugs.Length).Select(bug => bug.Name);

    [TestCaseSource(nameof(BugsOfThisSize))]
    public async Task A_bug_is_found_as_the_violation_that_it_causes(string name)
    {
        var (_, bug, expected) = Bugs.Single(bug => bug.Name == name);

        var proof = await HistoryProof.RunAsync(ProofRun.NewSeed(), MostHistories, bug, expected.Contains);

        await TestContext.Out.WriteLineAsync(proof.ToString());
        Assert.That(proof.Violations.Select(found => found.Violation.Kind), Has.Some.AnyOf(expected), "The bug was not caught.");
    }
}
