using DynamoSession.Core.Users;

namespace DynamoSession.Tests.Core.Users;

public sealed class UserStateTests
{
    [TestCase(null, null, 5, false)]
    [TestCase(4, null, 5, false)]
    [TestCase(5, null, 5, true)]
    [TestCase(6, null, 5, true)]
    [TestCase(6, "id", 5, false)]
    [TestCase(6, "predecessor", 5, false)]
    [TestCase(6, "other", 5, true)]
    public void A_binding_that_began_before_the_revocation_is_revoked_unless_it_was_spared(int? revokedAt, string? spared, int since, bool isRevoked) =>
        Assert.That(UserState.IsRevoked(new(revokedAt, spared is null ? [] : [spared], []), since, "id", "predecessor"), Is.EqualTo(isRevoked));

    [TestCase(null, 5)]
    [TestCase(4, 5)]
    [TestCase(7, 8)]
    public void A_session_that_was_spared_counts_as_bound_afterwards(int? revokedAt, int since) =>
        Assert.That(UserState.SinceOf(new(revokedAt, Spared: [], []), 5), Is.EqualTo(since));

    [Test]
    public void What_continues_a_spared_session_is_spared_however_often_it_was_renewed()
    {
        var user = new UserRecord(RevokedAt: null, Spared: [], [new("c", 3, "b"), new("b", 2, "a"), new("x", 4, "y"), new("d", 4, PredecessorId: null)]);

        Assert.That(UserState.SparedBy(user, "a"), Is.EquivalentTo(new[] { "a", "b", "c" }));
        Assert.That(UserState.SparedBy(user, spared: null), Is.Empty);
    }

    [Test]
    public void A_registration_is_settled_after_ten_minutes()
    {
        var user = new UserRecord(RevokedAt: null, Spared: [], [new("a", 99, PredecessorId: null), new("b", 100, PredecessorId: null)]);

        Assert.That(UserState.Settled(user, now: 600_000_100).Select(registration => registration.SessionId), Is.EqualTo(new[] { "a" }));
    }

    [TestCase("12 id")]
    [TestCase("12 id predecessor")]
    public void A_registration_is_the_same_after_it_was_stored(string text) => Assert.That(UserRegistration.Parse(text)!.Format(), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("id")]
    [TestCase("x id")]
    [TestCase("-1 id")]
    [TestCase("1 id predecessor more")]
    public void Another_text_is_not_a_registration(string text) => Assert.That(UserRegistration.Parse(text), Is.Null);

    [Test]
    public void The_key_of_a_user_is_a_hash()
    {
        Assert.That(UserKey.Of("ada"), Does.Match("^u#[A-Za-z0-9_-]{43}$"));
        Assert.That(new[] { UserKey.Of("ada"), UserKey.Of("Ada"), UserKey.Of("ad") }, Is.Unique);
        Assert.That(UserKey.Of("ada"), Is.EqualTo("u#" + System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData("DynamoSession.user\0ada"u8))));
    }
}
