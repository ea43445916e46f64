using DynamoSession.Core;
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

        Assert.That(CommitTokens.ExpiredIn(loaded, Now), Is.EqualTo(new[] { "oldest", "C", "a", "b" }));
    }
}
