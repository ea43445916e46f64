using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

/// <summary>What the table in memory stores, where parallel commits of different properties merge.</summary>
public sealed class RecordWritesTests
{
    private const long Now = 1_900_000_000;

    private static readonly ReadOnlyMemory<byte>? OurTicket = new byte[] { 1 };
    private static readonly ReadOnlyMemory<byte>? TheirTicket = new byte[] { 2 };

    private static readonly StoredRecord Loaded = new()
    {
        Fields = Sample.Fields(),
        CommitTokens = new Dictionary<string, long>(),
        Expires = Now + 60,
        AbsoluteExpiry = Now + 600,
        CreatedAt = Now - 60,
        Version = 3,
        Format = 1,
        UserId = "ada",
        UserSince = 1,
    };

    private static readonly StoredRecord Theirs = Loaded with
    {
        AbsoluteExpiry = Now + 700,
        IdleTimeout = 120,
        IsPersistent = true,
        Ticket = TheirTicket,
        UserId = "eve",
        UserSince = 2,
        Description = "theirs",
        Version = 4,
    };

    [Test]
    public void A_commit_leaves_the_properties_that_it_has_not_changed_to_other_commits()
    {
        var stored = RecordWrites.Commit(Theirs, Commit(), userSince: 3, Now);

        Assert.That(
            (stored.AbsoluteExpiry, stored.IdleTimeout, stored.IsPersistent, stored.Ticket, stored.UserId, stored.UserSince, stored.Description),
            Is.EqualTo(((long?)Now + 700, (long?)120, true, TheirTicket, "eve", (long?)2, "theirs")));
        Assert.That((stored.Version, stored.Fields!.Keys.Single()), Is.EqualTo(((long?)5, "a")));
    }

    [Test]
    public void A_commit_writes_the_properties_that_it_has_changed()
    {
        var loaded = (Loaded with { IsPersistent = true }).ToSession("id-1");
        var commit = new SessionCommit
        {
            Loaded = loaded,
            Changes = Changes,
            ExpiresAt = loaded.ExpiresAt.AddSeconds(-30),
            AbsoluteExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Now + 800),
            IdleTimeout = TimeSpan.FromSeconds(90),
            UserId = "bob",
            IsPersistent = false,
            Ticket = OurTicket,
            Description = "ours",
        };

        var stored = RecordWrites.Commit(Theirs, commit, userSince: 3, Now);

        Assert.That(
            (stored.AbsoluteExpiry, stored.IdleTimeout, stored.IsPersistent, stored.Ticket, stored.UserId, stored.UserSince, stored.Description, stored.Expires),
            Is.EqualTo(((long?)Now + 800, (long?)90, false, OurTicket, "bob", (long?)3, "ours", (long?)Now + 30)));
    }

    [TestCase(true, 50)]
    [TestCase(false, null)]
    public void A_commit_under_a_lease_releases_both_attributes_of_it_unless_more_follow(bool keepsLease, int? expires)
    {
        var lease = new SessionLease { Id = "id-1", Duration = TimeSpan.FromSeconds(30) };
        var held = Loaded with { LeaseOwner = lease.Owner, LeaseExpires = Now + 50 };

        var stored = RecordWrites.Commit(held, Commit(lease, keepsLease), userSince: null, Now);

        Assert.That((stored.LeaseOwner, stored.LeaseExpires), Is.EqualTo((keepsLease ? lease.Owner : null, Now + expires)));
    }

    [Test]
    public void A_commit_that_makes_the_session_too_large_is_not_stored() =>
        Assert.That(
            () => RecordWrites.Commit(Loaded, Commit(maxBytes: 1), userSince: null, Now),
            Throws.TypeOf<SessionTooLargeException>());

    [Test]
    public void A_tombstone_keeps_nothing_of_the_session_but_how_it_ended()
    {
        var revoked = RecordWrites.Revoke(Theirs with { LeaseOwner = "owner", LeaseExpires = Now }, Now);
        var signedOut = RecordWrites.SignOut(Theirs, Now);

        Assert.That((revoked.IsTombstone, revoked.WasSignedOut, revoked.WasRevoked, revoked.Expires), Is.EqualTo((true, true, true, (long?)Now + RecordLimits.TombstoneSeconds)));
        Assert.That((signedOut.IsTombstone, signedOut.WasSignedOut, signedOut.WasRevoked), Is.EqualTo((true, true, false)));
        Assert.That(
            (revoked.Fields, revoked.UserId, revoked.UserSince, revoked.Description, revoked.IdleTimeout, revoked.IsPersistent, revoked.Ticket, revoked.LeaseOwner, revoked.LeaseExpires),
            Is.EqualTo(((IReadOnlyDictionary<string, SessionValue>?)null, (string?)null, (long?)null, (string?)null, (long?)null, false, (ReadOnlyMemory<byte>?)null, (string?)null, (long?)null)));
    }

    private static SessionChanges Changes => Sample.Changes(("a", SessionChange.Set(Sample.Number(1))));

    private static SessionCommit Commit(SessionLease? lease = null, bool keepsLease = false, long? maxBytes = null)
    {
        var loaded = Loaded.ToSession("id-1");
        return new SessionCommit
        {
            Loaded = loaded,
            Changes = Changes,
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = loaded.IdleTimeout,
            UserId = loaded.UserId,
            Lease = lease,
            KeepsLease = keepsLease,
            MaxBytes = maxBytes,
        };
    }
}
