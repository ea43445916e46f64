using DynamoSession.Tests.Proof.Histories.Bugs;
using DynamoSession.Tests.Proof.Histories.Checking;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The checker can fail: each of these bugs breaks a promise within a few histories.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class SeededBugTests
{
    private const int MostHistories = 500;

    [Test]
    public Task No_token() => CatchAsync(SeededBugs.NoToken, ViolationKind.Twice);

    [Test]
    public Task No_existence_condition() => CatchAsync(SeededBugs.NoExistenceCondition, ViolationKind.Zombie);

    [Test]
    public Task No_condition_at_creation() => CatchAsync(SeededBugs.NoCreationCondition, ViolationKind.Zombie, ViolationKind.Durability, ViolationKind.Field);

    [Test]
    public Task No_tombstone_condition() => CatchAsync(SeededBugs.NoTombstoneCondition, ViolationKind.Zombie);

    [Test]
    public Task No_expiry_condition() => CatchAsync(SeededBugs.NoExpiryCondition, ViolationKind.Death);

    [Test]
    public Task Renewal_without_version_fence() => CatchAsync(SeededBugs.RenewalWithoutVersionFence, ViolationKind.Field);

    [Test]
    public Task Token_pruned_at_once() => CatchAsync(SeededBugs.TokenPrunedAtOnce, ViolationKind.Twice);

    [Test]
    public Task Whole_item_put() => CatchAsync(SeededBugs.WholeItemPut, ViolationKind.Field);

    [Test]
    public Task Own_token_not_first() => CatchAsync(SeededBugs.OwnTokenNotFirst, ViolationKind.Field);

    [Test]
    public Task Retry_with_a_fresh_token() => CatchAsync(SeededBugs.RetryWithAFreshToken, ViolationKind.Twice);

    [Test]
    public Task Forwarding_at_renewal() => CatchAsync(SeededBugs.ForwardingAtRenewal, ViolationKind.Death);

    [Test]
    public Task Minting_on_a_dead_id() => CatchAsync(SeededBugs.MintingOnADeadId, ViolationKind.Minted);

    [Test]
    public Task Touch_that_can_shorten() => CatchAsync(SeededBugs.TouchThatCanShorten, ViolationKind.Shortened);

    [Test]
    public Task Commit_that_can_shorten() => CatchAsync(SeededBugs.CommitThatCanShorten, ViolationKind.Shortened);

    [Test]
    public Task Overflow_without_version() => CatchAsync(SeededBugs.OverflowWithoutVersion, ViolationKind.Field);

    [Test]
    public Task Read_modify_write() => CatchAsync(SeededBugs.ReadModifyWrite, ViolationKind.Field);

    [Test]
    public Task Tombstone_forgotten_at_once() => CatchAsync(SeededBugs.TombstoneForgottenAtOnce, ViolationKind.Minted);

    [Test]
    public Task Renewal_that_leaves_the_old_id() => CatchAsync(SeededBugs.RenewalThatLeavesTheOldId, ViolationKind.Death);

    [Test]
    public Task Swallowed_failure() => CatchAsync(SeededBugs.SwallowedFailure, ViolationKind.Field);

    [Test]
    public Task Tombstone_without_tokens() => CatchAsync(SeededBugs.TombstoneWithoutTokens, ViolationKind.Field);

    private static async Task CatchAsync(Func<SeededBug> bug, params ViolationKind[] expected)
    {
        var proof = await HistoryProof.RunAsync(ProofRun.NewSeed(), MostHistories, bug, expected.Contains);

        await TestContext.Out.WriteLineAsync(proof.ToString());
        Assert.That(proof.Violations.Select(found => found.Violation.Kind), Has.Some.AnyOf(expected), "The bug was not caught.");
    }
}
