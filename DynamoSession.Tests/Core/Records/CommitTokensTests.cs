using DynamoSession.Core;
using DynamoSession.Core.Identifiers;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

public sealed class CommitTokensTests
{
    private const long Now = 1_900_000_000;

    [Test]
    public void A_token_is_kept_for_two_minutes_and_the_oldest_goes_first()
    {
        var loaded = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            Version = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.UnixEpoch,
            AbsoluteExpiresAt = null,
            CommitTokens = new Dictionary<string, long>
            {
                ["b"] = Now - 121,
                ["a"] = Now - 121,
                ["C"] = Now - 121,
                ["of another clock"] = Now + 60,
                ["two minutes"] = Now - 120,
                ["oldest"] = Now - 500,
            },
        };

        var removal = CommitTokens.Removable(CommitBasis.Of(loaded), TokenLimits.Default, Now);

        Assert.That(removal.Tokens, Is.EqualTo(new[] { "oldest", "C", "a", "b" }));
        Assert.That((removal.IsEarly, removal.LatestUnsettled), Is.EqualTo((false, (long?)null)), "No duplicate arrives so late.");
    }

    [Test]
    public void Of_many_tokens_those_of_this_process_whose_outcome_is_known_are_removed_oldest_first()
    {
        var inDoubt = CommitToken.Create();
        CommitToken.Begin(inDoubt);
        var settled = Enumerable.Range(0, 6).Select(_ => Settled()).ToArray();
        var tokens = settled.Select((token, index) => (token, Now - 60 + index)).Append((inDoubt, Now - 100)).Append(("foreign", Now - 90));

        var removal = Removable(new TokenLimits(Many: 8, Most: 20), tokens);

        Assert.That(removal.Tokens, Is.EqualTo(settled[..2]), "Three quarters stay.");
        Assert.That((removal.IsEarly, removal.LatestUnsettled), Is.EqualTo((true, (long?)null)));
        Assert.That(Removable(new TokenLimits(Many: 9, Most: 20), tokens).Tokens, Is.Empty);
        CommitToken.Settle(inDoubt);
    }

    [Test]
    public void Only_with_too_many_left_are_tokens_of_other_processes_removed_and_never_those_in_doubt_here()
    {
        var inDoubt = CommitToken.Create();
        CommitToken.Begin(inDoubt);
        var foreign = Enumerable.Range(0, 9).Select(index => ($"foreign {index}", Now - 50 + index));

        var removal = Removable(new TokenLimits(Many: 4, Most: 10), foreign.Append((inDoubt, Now - 100)));

        Assert.That(removal.Tokens, Is.EqualTo(Enumerable.Range(0, 7).Select(index => $"foreign {index}")));
        Assert.That((removal.IsEarly, removal.LatestUnsettled), Is.EqualTo((true, Now - 44)));
        Assert.That(Removable(new TokenLimits(Many: 4, Most: 11), foreign.Append((inDoubt, Now - 100))).Tokens, Is.Empty);
        CommitToken.Settle(inDoubt);
    }

    [TestCase(9, 0)]
    [TestCase(11, 8)]
    public void Tokens_of_other_processes_are_removed_only_if_those_of_this_one_are_not_enough(int foreign, int removed)
    {
        var settled = Enumerable.Range(0, 3).Select(_ => Settled()).OrderBy(token => token, StringComparer.Ordinal).ToArray();
        var others = Enumerable.Range(10, foreign).Select(index => $"foreign {index}").ToArray();

        // All of the same second: in the order of their names.
        var removal = Removable(new TokenLimits(Many: 4, Most: 10), settled.Concat(others).Reverse().Select(token => (token, Now - 120)));

        Assert.That(removal.Tokens, Is.EqualTo(settled.Concat(others.Take(removed))));
    }

    private static string Settled()
    {
        var token = CommitToken.Create();
        CommitToken.Begin(token);
        CommitToken.Settle(token);
        return token;
    }

    private static TokenRemoval Removable(TokenLimits limits, IEnumerable<(string Token, long Time)> tokens) => CommitTokens.Removable(
        new CommitBasis { Fields = Sample.Fields(), Version = 1, CommitTokens = tokens.ToDictionary(token => token.Token, token => token.Time), SizeBound = 0 },
        limits,
        Now);
}
