using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Records;

/// <summary>What an item means for each operation, at the exact second and in the order of the refusals.</summary>
public sealed class RecordStateTests
{
    private const long Now = 1_900_000_000;

    private static readonly StoredRecord Live = new()
    {
        Fields = Sample.Fields(),
        CommitTokens = new Dictionary<string, long> { ["applied"] = Now },
        Expires = Now + 1,
        CreatedAt = Now - 60,
        Version = 3,
        Format = 1,
    };

    private static readonly StoredRecord Tombstone = new() { IsTombstone = true, Expires = Now + 1 };

    [Test]
    public void A_session_lives_until_the_second_of_its_expiry([Values(-1, 0, 1)] int expires, [Values(null, -1, 0, 1)] int? absoluteEnd)
    {
        var stored = Live with { Expires = Now + expires, AbsoluteExpiry = Now + absoluteEnd };

        var expected = expires > 0 && absoluteEnd is null or > 0 ? SessionLoadStatus.Live : SessionLoadStatus.Expired;
        Assert.That(RecordState.OfLoaded(stored, Now), Is.EqualTo(expected));
    }

    [TestCase(1, SessionLoadStatus.Dead)]
    [TestCase(0, SessionLoadStatus.Missing)]
    [TestCase(null, SessionLoadStatus.Missing)]
    public void A_tombstone_says_that_the_session_was_ended_until_it_expires(int? expires, SessionLoadStatus status)
    {
        Assert.That(RecordState.OfLoaded(Tombstone with { Expires = Now + expires }, Now), Is.EqualTo(status));
    }

    [TestCase(true, null, true, false)]
    [TestCase(true, "next-id", true, false)]
    [TestCase(false, "next-id", false, true)]
    [TestCase(false, null, false, false)]
    public void A_tombstone_says_whether_the_session_was_signed_out_or_continues(bool wasSignedOut, string? successor, bool isSignedOut, bool hasSuccessor)
    {
        var stored = Tombstone with { WasSignedOut = wasSignedOut, Successor = successor };

        var result = RecordState.ToLoadResult(stored, "id-1", Now);

        Assert.That((result.Status, result.Record, result.WasSignedOut, result.HasSuccessor), Is.EqualTo((SessionLoadStatus.Dead, (SessionRecord?)null, isSignedOut, hasSuccessor)));
    }

    [Test]
    public void A_live_session_is_loaded_under_its_id()
    {
        var result = RecordState.ToLoadResult(Live, "id-1", Now);

        Assert.That((result.Status, result.Record!.Id, result.Record.Version), Is.EqualTo((SessionLoadStatus.Live, "id-1", 3L)));
    }

    [Test]
    public void Nothing_stored_is_a_missing_session()
    {
        Assert.That(RecordState.OfLoaded(null, Now), Is.EqualTo(SessionLoadStatus.Missing));
    }

    [TestCase("fields")]
    [TestCase("tokens")]
    [TestCase("expiry")]
    [TestCase("creation")]
    [TestCase("version")]
    [TestCase("format")]
    public void An_item_that_lacks_what_every_session_has_is_unreadable(string missing)
    {
        var stored = missing switch
        {
            "fields" => Live with { Fields = null },
            "tokens" => Live with { CommitTokens = null },
            "expiry" => Live with { Expires = null },
            "creation" => Live with { CreatedAt = null },
            "version" => Live with { Version = null },
            _ => Live with { Format = null },
        };

        Assert.That(stored.IsSession, Is.False);
        Assert.That(RecordState.OfLoaded(stored, Now), Is.EqualTo(SessionLoadStatus.Unreadable));
    }

    [TestCase(false, false, SessionWriteStatus.Conflict)]
    [TestCase(true, false, SessionWriteStatus.Conflict)]
    [TestCase(true, true, SessionWriteStatus.AlreadyApplied)]
    [TestCase(false, true, SessionWriteStatus.AlreadyApplied)]
    public void A_creation_is_refused_where_there_is_an_item_unless_it_is_its_own(bool hasEnded, bool hasToken, SessionWriteStatus status)
    {
        var creation = Creation();
        var stored = (hasEnded ? Live with { Expires = Now } : Live) with { CommitTokens = new Dictionary<string, long> { [hasToken ? creation.Token : "other"] = 0 } };

        Assert.That(RecordState.RefusalOfCreate(stored, creation, Now), Is.EqualTo(status));
        Assert.That(RecordState.RefusalOfCreate(null, creation, Now), Is.Null);
    }

    [TestCase(0, false, null)]
    [TestCase(1, false, SessionWriteStatus.Conflict)]
    [TestCase(1, true, null)]
    [TestCase(0, true, null)]
    public void A_creation_may_replace_what_has_ended(int expires, bool isDead, SessionWriteStatus? refusal)
    {
        var stored = Live with { Expires = Now + expires, IsTombstone = isDead };

        Assert.That(RecordState.RefusalOfCreate(stored, Creation(replacesEnded: true), Now), Is.EqualTo(refusal));
    }

    [TestCase(false, SessionWriteStatus.Revoked)]
    [TestCase(true, null)]
    public void A_revoked_session_is_not_created_unless_its_id_may_be_used_again(bool replacesEnded, SessionWriteStatus? refusal)
    {
        var stored = Tombstone with { WasSignedOut = true, WasRevoked = true };

        Assert.That(RecordState.RefusalOfCreate(stored, Creation(replacesEnded: replacesEnded), Now), Is.EqualTo(refusal));
    }

    [TestCase(0, false, false, null)]
    [TestCase(1, false, false, SessionWriteStatus.Conflict)]
    [TestCase(1, true, false, null)]
    [TestCase(0, false, true, SessionWriteStatus.Conflict)]
    [TestCase(1, true, true, SessionWriteStatus.Conflict)]
    public void A_migrated_session_may_replace_what_has_expired_or_a_copy_made_ahead_of_time_but_no_tombstone(
        int expires, bool isAhead, bool isDead, SessionWriteStatus? refusal)
    {
        var stored = Live with { Expires = Now + expires, IsTombstone = isDead, Origin = Origin() with { IsAhead = isAhead } };

        Assert.That(RecordState.RefusalOfCreate(stored, Creation(Origin()), Now), Is.EqualTo(refusal));
        Assert.That(RecordState.RefusalOfCreate(stored, Creation(), Now), Is.EqualTo(SessionWriteStatus.Conflict), "begun here");
    }

    [TestCase(3, true, 1, false, null)]
    [TestCase(2, true, 1, false, SessionWriteStatus.Conflict)]
    [TestCase(4, true, 1, false, SessionWriteStatus.Conflict)]
    [TestCase(3, false, 1, false, SessionWriteStatus.Conflict)]
    [TestCase(3, true, 0, false, SessionWriteStatus.Conflict)]
    [TestCase(3, true, 1, true, SessionWriteStatus.Conflict)]
    public void On_request_a_migrated_session_may_replace_one_of_its_version_that_its_legacy_cookie_still_opens(
        long version, bool hasLegacyId, int opensFor, bool isDead, SessionWriteStatus? refusal)
    {
        var origin = Origin() with { LegacyId = hasLegacyId ? "legacy" : null, AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(Now + opensFor) };
        var stored = Live with { Origin = origin, IsTombstone = isDead };

        Assert.That(RecordState.RefusalOfCreate(stored, Creation(Origin(), replacesUncommitted: true, version: version), Now), Is.EqualTo(refusal));
    }

    [Test]
    public void A_creation_without_an_origin_does_not_replace_a_migrated_session([Values] bool isMigrated, [Values] bool isRequested)
    {
        var stored = Live with { Origin = isMigrated ? Origin() : null };
        var creation = Creation(isMigrated ? null : Origin(), replacesUncommitted: isRequested, version: 3);

        Assert.That(RecordState.RefusalOfCreate(stored, creation, Now), Is.EqualTo(SessionWriteStatus.Conflict));
    }

    [TestCase("nothing", SessionWriteStatus.Missing)]
    [TestCase("tombstone", SessionWriteStatus.Dead)]
    [TestCase("expired tombstone", SessionWriteStatus.Missing)]
    [TestCase("tombstone without an expiry", SessionWriteStatus.Missing)]
    [TestCase("item without an expiry", SessionWriteStatus.Missing)]
    [TestCase("session that expires this second", SessionWriteStatus.Expired)]
    public void Every_write_is_refused_with_the_way_the_session_has_ended(string what, SessionWriteStatus ending)
    {
        var stored = what switch
        {
            "nothing" => null,
            "tombstone" => Tombstone,
            "expired tombstone" => Tombstone with { Expires = Now },
            "tombstone without an expiry" => Tombstone with { Expires = null },
            "item without an expiry" => Live with { Expires = null },
            _ => Live with { Expires = Now },
        };

        Assert.Multiple(() =>
        {
            Assert.That(RecordState.RefusalOfCommit(stored, Commit(), Now), Is.EqualTo(ending), "commit");
            Assert.That(RecordState.RefusalOfTouch(stored, Now + 60, Now), Is.EqualTo(ending), "touch");
            Assert.That(RecordState.RefusalOfDetach(stored, Now), Is.EqualTo(ending), "detach");
            Assert.That(RecordState.RefusalOfFence(stored, Fence(), Now), Is.EqualTo(ending), "fence");
        });
    }

    [Test]
    public void A_commit_and_a_fence_that_were_applied_stay_so_whatever_has_become_of_the_session([Values("live", "dead", "expired")] string state)
    {
        var commit = Commit();
        var fence = Fence();
        var tokens = new Dictionary<string, long> { [commit.Token] = Now, [fence.Token] = Now };
        var stored = state switch
        {
            "live" => Live with { CommitTokens = tokens },
            "dead" => Tombstone with { CommitTokens = tokens },
            _ => Live with { CommitTokens = tokens, Expires = 0 },
        };

        Assert.That(RecordState.RefusalOfCommit(stored, commit, Now), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(RecordState.RefusalOfFence(stored, fence, Now), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [TestCase(3, false, null)]
    [TestCase(3, true, null)]
    [TestCase(4, false, null)]
    [TestCase(4, true, SessionWriteStatus.Conflict)]
    public void A_commit_conflicts_with_another_version_only_if_it_requires_its_own(long version, bool requiresLoadedVersion, SessionWriteStatus? refusal)
    {
        var commit = Commit(requiresLoadedVersion: requiresLoadedVersion);

        Assert.That(RecordState.RefusalOfCommit(Live with { Version = version }, commit, Now), Is.EqualTo(refusal));
    }

    [Test]
    public void A_commit_under_a_lease_is_refused_when_another_holds_it()
    {
        var lease = Lease();
        var commit = Commit(lease: lease);

        Assert.That(RecordState.RefusalOfCommit(Live with { LeaseOwner = lease.Owner }, commit, Now), Is.Null);
        Assert.That(RecordState.RefusalOfCommit(Live with { LeaseOwner = "another" }, commit, Now), Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(RecordState.RefusalOfCommit(Live, commit, Now), Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(RecordState.RefusalOfCommit(Live with { LeaseOwner = "another" }, Commit(), Now), Is.Null, "without a lease");
    }

    [TestCase(59, 300, true)]
    [TestCase(60, 300, true)]
    [TestCase(61, 300, false)]
    [TestCase(60, 301, false)]
    [TestCase(60, null, false)]
    public void A_commit_extends_only_what_ends_no_later_under_the_idle_timeout_that_it_loaded(int expires, int? idleTimeout, bool mayExtend)
    {
        var commit = Commit(expires: 60, idleTimeout: TimeSpan.FromSeconds(300.9));

        Assert.That(RecordState.MayExtend(Live with { Expires = Now + expires, IdleTimeout = idleTimeout }, commit), Is.EqualTo(mayExtend));
    }

    [TestCase(59, null)]
    [TestCase(60, SessionWriteStatus.AlreadyApplied)]
    [TestCase(61, SessionWriteStatus.AlreadyApplied)]
    public void A_touch_is_not_needed_if_the_session_does_not_expire_earlier(int expires, SessionWriteStatus? refusal)
    {
        Assert.That(RecordState.RefusalOfTouch(Live with { Expires = Now + expires }, Now + 60, Now), Is.EqualTo(refusal));
    }

    [Test]
    public void An_origin_is_detached_once()
    {
        Assert.That(RecordState.RefusalOfDetach(Live with { Origin = Origin() }, Now), Is.Null);
        Assert.That(RecordState.RefusalOfDetach(Live with { Origin = Origin() with { LegacyId = null } }, Now), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(RecordState.RefusalOfDetach(Live, Now), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public void A_live_session_may_be_fenced()
    {
        Assert.That(RecordState.RefusalOfFence(Live, Fence(), Now), Is.Null);
    }

    [TestCase(true, "another", SessionLoadStatus.Live)]
    [TestCase(false, "own", SessionLoadStatus.Live)]
    [TestCase(false, "another", SessionLoadStatus.Leased)]
    [TestCase(false, null, SessionLoadStatus.Leased)]
    public void A_lease_is_acquired_by_this_attempt_or_was_by_an_earlier_one(bool isApplied, string? owner, SessionLoadStatus status)
    {
        var lease = Lease();
        var stored = Live with { LeaseOwner = owner == "own" ? lease.Owner : owner };

        var result = RecordState.OfAcquired(stored, lease, isApplied, Now);

        Assert.That((result.Status, result.Record?.Id), Is.EqualTo((status, status == SessionLoadStatus.Live ? lease.Id : null)));
    }

    [Test]
    public void A_session_that_is_not_live_cannot_be_leased([Values] bool isApplied)
    {
        Assert.Multiple(() =>
        {
            Assert.That(RecordState.OfAcquired(null, Lease(), isApplied, Now).Status, Is.EqualTo(SessionLoadStatus.Missing));
            Assert.That(RecordState.OfAcquired(Tombstone, Lease(), isApplied, Now).Status, Is.EqualTo(SessionLoadStatus.Dead));
            Assert.That(RecordState.OfAcquired(Live with { Expires = Now }, Lease(), isApplied, Now).Status, Is.EqualTo(SessionLoadStatus.Expired));
        });
    }

    [TestCase(null, null, true)]
    [TestCase(null, 1, true)]
    [TestCase("another", -1, true)]
    [TestCase("another", 0, true)]
    [TestCase("another", 1, false)]
    [TestCase("another", null, false)]
    public void A_lease_is_free_when_it_has_no_owner_or_has_expired(string? owner, int? expires, bool isFree)
    {
        var stored = Live with { LeaseOwner = owner, LeaseExpires = Now + expires };

        Assert.That(RecordState.IsFree(stored, Now), Is.EqualTo(isFree));
        Assert.That(RecordState.ToLoadResult(stored, "id-1", Now).Record!.IsLeased, Is.EqualTo(!isFree));
    }

    private static SessionOrigin Origin() => new() { Store = "express", LegacyId = "legacy", AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(Now + 60) };

    private static SessionLease Lease() => new() { Id = Sample.NewId(), Duration = TimeSpan.FromSeconds(30) };

    private static SessionFence Fence() => new() { Id = Sample.NewId(), Version = 3 };

    private static SessionCreation Creation(SessionOrigin? origin = null, bool replacesEnded = false, bool replacesUncommitted = false, long version = 1) => new()
    {
        Id = Sample.NewId(),
        Fields = Sample.Fields(),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(Now),
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Now + 60),
        AbsoluteExpiresAt = null,
        Origin = origin,
        Version = version,
        ReplacesEnded = replacesEnded,
        ReplacesUncommitted = replacesUncommitted,
    };

    private static SessionCommit Commit(bool requiresLoadedVersion = false, SessionLease? lease = null, int expires = 0, TimeSpan? idleTimeout = null)
    {
        var loaded = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            Version = 3,
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(Now - 60),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Now),
            AbsoluteExpiresAt = null,
            IdleTimeout = idleTimeout,
            CommitTokens = new Dictionary<string, long>(),
        };
        return new()
        {
            Loaded = loaded,
            Changes = Sample.Changes(("a", SessionChange.Remove)),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(Now + expires),
            IdleTimeout = idleTimeout,
            UserId = null,
            RequiresLoadedVersion = requiresLoadedVersion,
            Lease = lease,
        };
    }
}
