using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

public sealed class StoredRecordTests
{
    private static readonly StoredRecord Full = new()
    {
        Fields = Sample.Fields(("a", Sample.Text("x"))),
        CommitTokens = new Dictionary<string, long> { ["token"] = 5 },
        Expires = 1_900_001_200,
        AbsoluteExpiry = 1_900_086_400,
        CreatedAt = 1_900_000_000,
        Version = 7,
        Format = 1,
        IdleTimeout = 300,
        UserId = "ada",
        IsPersistent = true,
        Origin = new() { Store = "express" },
    };

    [Test]
    public void A_session_has_all_that_is_stored_of_it()
    {
        var session = Full.ToSession("id-1");

        Assert.Multiple(() =>
        {
            Assert.That(session.Id, Is.EqualTo("id-1"));
            Assert.That(session.Fields, Is.SameAs(Full.Fields));
            Assert.That(session.CommitTokens, Is.SameAs(Full.CommitTokens));
            Assert.That(session.Version, Is.EqualTo(7));
            Assert.That(session.CreatedAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000)));
            Assert.That(session.ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_001_200)));
            Assert.That(session.AbsoluteExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_086_400)));
            Assert.That(session.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That((session.UserId, session.IsPersistent, session.Origin), Is.EqualTo(("ada", true, Full.Origin)));
        });
    }

    [Test]
    public void A_session_may_lack_an_absolute_expiry_an_idle_timeout_and_a_user()
    {
        var session = (Full with { AbsoluteExpiry = null, IdleTimeout = null, UserId = null }).ToSession("id-1");

        Assert.That((session.AbsoluteExpiresAt, session.IdleTimeout, session.UserId), Is.EqualTo(((DateTimeOffset?)null, (TimeSpan?)null, (string?)null)));
    }

    [Test]
    public void A_session_ends_no_later_than_its_absolute_expiry_whatever_is_stored()
    {
        Assert.That((Full with { Expires = 1_900_086_401 }).ToSession("id-1").ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_086_400)));
        Assert.That((Full with { AbsoluteExpiry = null }).ToSession("id-1").ExpiresAt, Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(1_900_001_200)));
    }

    [TestCase(null, false)]
    [TestCase(3L, true)]
    public void A_session_says_whether_tokens_were_removed_early(long? upTo, bool hasRemovedTokens) =>
        Assert.That((Full with { TokensRemovedUpTo = upTo }).ToSession("id-1").HasRemovedTokens, Is.EqualTo(hasRemovedTokens));

    [Test]
    public void A_token_is_there_or_not_also_where_tokens_cannot_be_read()
    {
        Assert.That((Full.HasToken("token"), Full.HasToken("other"), (Full with { CommitTokens = null }).HasToken("token")), Is.EqualTo((true, false, false)));
    }

    [TestCase(300, 300.0, true)]
    [TestCase(300, 300.9, true)]
    [TestCase(300, 299.9, false)]
    [TestCase(300, null, false)]
    [TestCase(null, 300.0, false)]
    [TestCase(null, null, true)]
    public void Idle_timeouts_are_compared_by_the_second(int? stored, double? seconds, bool isSame)
    {
        var idleTimeout = seconds is { } value ? TimeSpan.FromSeconds(value) : (TimeSpan?)null;

        Assert.That((Full with { IdleTimeout = stored }).HasIdleTimeout(idleTimeout), Is.EqualTo(isSame));
    }
}
