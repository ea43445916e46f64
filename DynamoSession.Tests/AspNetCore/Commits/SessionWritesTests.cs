using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Commits;
using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Sharing;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.AspNetCore.Commits;

/// <summary>What is written for a request's marks, from plain values.</summary>
public sealed class SessionWritesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DynamoSessionOptions _options = new();
    private SessionWrites _writes = null!;

    [SetUp]
    public void Start()
    {
        var options = Options.Create(_options);
        var clock = new ManualTimeProvider(Now);
        _writes = new SessionWrites(new SessionExpiry(options, clock), new CookieLifetime(options, clock), options);
    }

    [Test]
    public void A_new_session_begins_now_with_the_lifetimes_of_the_application()
    {
        var creation = _writes.Create(New() with { Changes = Sets("a"), ReplacesEnded = true }).Creation;

        Assert.That((creation.Id, creation.Version, creation.ReplacesEnded, creation.IsPersistent), Is.EqualTo(("id", 1L, true, false)));
        Assert.That((creation.CreatedAt, creation.ExpiresAt, creation.AbsoluteExpiresAt), Is.EqualTo((Now, Now.AddMinutes(20), (DateTimeOffset?)Now.AddHours(24))));
        Assert.That((creation.UserId, creation.IdleTimeout), Is.EqualTo(((string?)null, (TimeSpan?)null)));
        Assert.That(creation.Fields.Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void A_new_session_may_have_an_idle_timeout_and_a_user_of_its_own()
    {
        var creation = _writes.Create(New() with { UserId = "ada", IdleTimeout = TimeSpan.FromMinutes(5) }).Creation;

        Assert.That((creation.UserId, creation.IdleTimeout, creation.ExpiresAt), Is.EqualTo(("ada", TimeSpan.FromMinutes(5), Now.AddMinutes(5))));
    }

    [Test]
    public void A_copy_keeps_what_the_session_is_and_counts_on()
    {
        var loaded = Record(isPersistent: true);

        var copy = _writes.Copy(Stored(loaded) with { Changes = Sets("b") }, "new id");

        Assert.That((copy.Id, copy.Version, copy.IsPersistent, copy.UserId), Is.EqualTo(("new id", 8L, true, "ada")));
        Assert.That((copy.CreatedAt, copy.AbsoluteExpiresAt, copy.ExpiresAt), Is.EqualTo((loaded.CreatedAt, loaded.AbsoluteExpiresAt, Now.AddMinutes(20))));
        Assert.That(copy.Fields.Keys, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [TestCase(false, 40)]
    [TestCase(true, 10)]
    public void A_copy_ends_no_earlier_than_the_session_unless_its_idle_timeout_changes(bool changes, int minutes)
    {
        var loaded = Record(expires: Now.AddMinutes(40));

        var copy = _writes.Copy(Stored(loaded) with { IdleTimeout = changes ? TimeSpan.FromMinutes(10) : null }, "new id");

        Assert.That(copy.ExpiresAt, Is.EqualTo(Now.AddMinutes(minutes)));
    }

    [Test]
    public void A_renewal_does_not_add_an_absolute_expiry()
    {
        var copy = _writes.Copy(Stored(Record(absoluteEnd: null)), "new id");

        Assert.That(copy.AbsoluteExpiresAt, Is.Null);
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public void A_write_keeps_what_the_request_has_chosen_for_the_browser(bool before, bool after)
    {
        var chosen = SessionProperties.None with { IsPersistent = after };
        var marks = Stored(Record(isPersistent: before)) with { Changes = Sets("b"), Properties = chosen };
        var update = _writes.Update(marks, keepsLease: false, isAbandoned: null);

        Assert.That((update.Commit.IsPersistent, _writes.After(update).IsPersistent), Is.EqualTo((after, after)));
        Assert.That(_writes.Copy(marks, "new id").IsPersistent, Is.EqualTo(after));
        Assert.That(_writes.Create(New() with { Changes = Sets("a"), Properties = chosen }).Creation.IsPersistent, Is.EqualTo(after));
    }

    [Test]
    public void Where_the_cookie_lives_as_in_Express_an_own_idle_timeout_makes_it_outlive_the_browser()
    {
        var options = Options.Create(_options);
        var writes = new SessionWrites(new SessionExpiry(options, new ManualTimeProvider(Now)), new ExpressCookieLifetime(options), options);
        var marks = Stored(Record()) with { IdleTimeout = TimeSpan.FromMinutes(5) };
        var update = writes.Update(marks, keepsLease: false, isAbandoned: null);

        Assert.That(writes.Create(New() with { Changes = Sets("a"), IdleTimeout = TimeSpan.FromMinutes(5) }).Creation.IsPersistent, Is.True);
        Assert.That(writes.Copy(marks, "new id").IsPersistent, Is.True);
        Assert.That(writes.After(update).IsPersistent, Is.True);
    }

    [TestCase(true, true, true)]
    [TestCase(false, false, false)]
    public void An_update_has_the_terms_of_the_request(bool requiresVersion, bool keepsLease, bool isAbandoned)
    {
        var lease = new SessionLease { Id = "id", Duration = TimeSpan.FromSeconds(30) };
        var loaded = Record();
        Func<bool>? abandoned = isAbandoned ? () => true : null;

        var write = _writes.Update(Stored(loaded) with { Changes = Sets("b"), RequiresLoadedVersion = requiresVersion, Lease = lease }, keepsLease, abandoned);

        Assert.That((write.Commit.RequiresLoadedVersion, write.Commit.KeepsLease, write.Commit.Lease, write.Commit.IsAbandoned), Is.EqualTo((requiresVersion, keepsLease, lease, abandoned)));
        Assert.That((write.Commit.Loaded, write.Commit.UserId, write.Commit.IdleTimeout), Is.EqualTo((loaded, "ada", (TimeSpan?)null)));
        Assert.That(write.Commit.ExpiresAt, Is.EqualTo(Now.AddMinutes(20)));
    }

    [Test]
    public void An_update_ends_no_later_than_the_absolute_end()
    {
        var commit = _writes.Update(Stored(Record(absoluteEnd: Now.AddMinutes(3))) with { Changes = Sets("b") }, keepsLease: false, isAbandoned: null).Commit;

        Assert.That(commit.ExpiresAt, Is.EqualTo(Now.AddMinutes(3)));
    }

    [Test]
    public void A_session_that_is_too_large_already_may_shrink_but_a_new_one_may_not_be_too_large()
    {
        _options.MaxSessionBytes = 100;
        var loaded = Record(field: new string('x', 200));

        Assert.Multiple(() =>
        {
            Assert.That(() => _writes.Update(Stored(loaded) with { Changes = Sets("a", new string('y', 190)) }, keepsLease: false, isAbandoned: null), Throws.Nothing);
            Assert.That(
                () => _writes.Update(Stored(loaded) with { Changes = Sets("b") }, keepsLease: false, isAbandoned: null), Throws.TypeOf<SessionTooLargeException>());
            Assert.That(() => _writes.Create(New() with { Changes = Sets("a", new string('y', 190)) }), Throws.TypeOf<SessionTooLargeException>());
            Assert.That(() => _writes.Copy(Stored(loaded) with { Changes = Sets("b") }, "new id"), Throws.TypeOf<SessionTooLargeException>());
        });
    }

    [Test]
    public void After_a_creation_the_session_is_what_was_written()
    {
        var write = _writes.Create(New() with { Changes = Sets("a"), UserId = "ada", IdleTimeout = TimeSpan.FromMinutes(5) });

        var record = _writes.After(write);

        Assert.That((record.Id, record.Fields, record.Version, record.UserId, record.IdleTimeout), Is.EqualTo(("id", write.Creation.Fields, 1L, "ada", (TimeSpan?)TimeSpan.FromMinutes(5))));
        Assert.That((record.CreatedAt, record.ExpiresAt, record.AbsoluteExpiresAt, record.IsPersistent), Is.EqualTo((Now, Now.AddMinutes(5), (DateTimeOffset?)Now.AddHours(24), false)));
        Assert.That(record.CommitTokens, Is.Empty);
    }

    [Test]
    public void After_an_update_the_session_is_what_it_was_with_the_changes()
    {
        var loaded = Record(isPersistent: true);

        var record = _writes.After(_writes.Update(Stored(loaded) with { Changes = Sets("b"), UserId = null }, keepsLease: false, isAbandoned: null));

        Assert.That((record.Id, record.Version, record.UserId, record.IsPersistent, record.Origin), Is.EqualTo(("id", 8L, (string?)null, true, loaded.Origin)));
        Assert.That((record.CreatedAt, record.ExpiresAt, record.AbsoluteExpiresAt), Is.EqualTo((loaded.CreatedAt, Now.AddMinutes(20), loaded.AbsoluteExpiresAt)));
        Assert.That((record.CommitTokens, record.IdleTimeout), Is.EqualTo((loaded.CommitTokens, (TimeSpan?)null)));
        Assert.That(record.Fields.Keys, Is.EquivalentTo(new[] { "a", "b" }));
    }

    [TestCase(null, 40)]
    [TestCase(10, 10)]
    public void After_an_update_the_session_ends_no_earlier_unless_its_idle_timeout_has_changed(int? idleMinutes, int minutes)
    {
        var idleTimeout = idleMinutes is { } value ? TimeSpan.FromMinutes(value) : (TimeSpan?)null;
        var marks = Stored(Record(expires: Now.AddMinutes(40))) with { Changes = Sets("b"), IdleTimeout = idleTimeout };

        var record = _writes.After(_writes.Update(marks, keepsLease: false, isAbandoned: null));

        Assert.That((record.ExpiresAt, record.IdleTimeout), Is.EqualTo((Now.AddMinutes(minutes), idleTimeout)));
    }

    [Test]
    public void After_a_touch_only_the_expiry_has_changed()
    {
        var loaded = Record(isPersistent: true);

        var record = WrittenRecord.After(loaded, Now.AddMinutes(15));

        Assert.That((record.ExpiresAt, record.Version, record.Fields, record.UserId), Is.EqualTo((Now.AddMinutes(15), 7L, loaded.Fields, "ada")));
        Assert.That((record.IsPersistent, record.IdleTimeout, record.Origin), Is.EqualTo((true, loaded.IdleTimeout, loaded.Origin)));
    }

    [Test]
    public void A_written_session_has_the_properties_that_the_request_has_set()
    {
        ReadOnlyMemory<byte> ticket = new byte[] { 1 };
        var since = Now.AddMinutes(-1);
        var properties = SessionProperties.None with { UserId = "bob", UserSince = since, Ticket = ticket, Description = "laptop" };
        var records = new[]
        {
            _writes.After(_writes.Update(Stored(Record()) with { Properties = properties }, keepsLease: false, isAbandoned: null)),
            _writes.After(_writes.Create(New() with { Properties = properties })),
            _writes.After(new RenewWrite(New(), "secret", _writes.Copy(Stored(Record()) with { Properties = properties }, "new id"), Fence: null)),
        };

        Assert.That(
            records.Select(record => (record.UserId, record.UserSince, record.Ticket, record.Description)),
            Is.All.EqualTo(("bob", (DateTimeOffset?)since, (ReadOnlyMemory<byte>?)ticket, "laptop")));
    }

    [Test]
    public void A_session_that_stays_with_its_user_was_bound_when_it_was_before()
    {
        var since = Now.AddDays(-3);
        var loaded = Record(userSince: since);

        var marks = Stored(loaded);
        var update = _writes.Update(marks with { Properties = marks.Properties with { UserSince = Now } }, keepsLease: false, isAbandoned: null);

        Assert.That(_writes.After(update).UserSince, Is.EqualTo(since), "Signing in again with the same user is no change.");
        Assert.That(WrittenRecord.After(loaded, Now).UserSince, Is.EqualTo(since));
        Assert.That(_writes.Copy(Stored(loaded), "new id").UserSince, Is.EqualTo(since));
        Assert.That(_writes.Copy(Stored(Record()), "new id").UserSince, Is.EqualTo(Record().CreatedAt), "It isn't known, so it was the session's creation.");
        Assert.That(_writes.Create(New()).Creation.UserSince, Is.Null);
    }

    [Test]
    public void A_table_that_has_bound_a_session_says_when()
    {
        var creation = _writes.Create(New() with { Properties = SessionProperties.None with { UserId = "ada", UserSince = Now.AddDays(-1) } }).Creation;
        creation.BoundAt = Now.AddSeconds(1);

        Assert.That(_writes.After(new CreateWrite(New(), creation)).UserSince, Is.EqualTo(Now.AddSeconds(1)));
    }

    [Test]
    public void The_bound_of_a_sessions_size_grows_by_what_is_added()
    {
        var loaded = Record(sizeBound: 100);
        var update = _writes.Update(Stored(loaded) with { Changes = Sets("b", "1234") }, keepsLease: false, isAbandoned: null);

        var grown = _writes.After(update).SizeBound;

        Assert.That(grown, Is.GreaterThanOrEqualTo(100 + "b1234".Length).And.LessThan(150));
        Assert.That(WrittenRecord.After(loaded, Now).SizeBound, Is.EqualTo(100));
        Assert.That(_writes.After(_writes.Create(New() with { Changes = Sets("b", "1234") })).SizeBound, Is.GreaterThanOrEqualTo("b1234".Length).And.LessThan(50));
    }

    [TestCase(SessionLimitAction.Refuse, true)]
    [TestCase(SessionLimitAction.EvictOldest, false)]
    public void The_limit_of_a_users_sessions_counts_for_a_sign_in_alone(SessionLimitAction action, bool refuses)
    {
        _options.MaxSessionsPerUser = 3;
        _options.MaxSessionsAction = action;

        var signIn = _writes.Create(New() with { UserId = "ada" }).Creation.Limit!;

        Assert.Multiple(() =>
        {
            Assert.That((signIn.MaxSessions, signIn.RefusesNew), Is.EqualTo((3, refuses)));
            Assert.That(_writes.Create(New()).Creation.Limit, Is.Null);
            Assert.That(_writes.Update(Stored(Record()) with { Changes = Sets("b") }, keepsLease: false, isAbandoned: null).Commit.Limit, Is.Null);
            Assert.That(_writes.Update(Stored(Record()) with { UserId = "bob" }, keepsLease: false, isAbandoned: null).Commit.Limit!.MaxSessions, Is.EqualTo(3));
        });
    }

    [Test]
    public void A_new_session_continues_the_one_that_it_follows()
    {
        var ended = new SessionToDestroy("ended", Record: null);

        Assert.That(_writes.Create(New() with { SessionsToDestroy = [ended, new("another", Record: null)] }).Creation.PredecessorId, Is.EqualTo("ended"));
        Assert.That(_writes.Create(New()).Creation.PredecessorId, Is.Null);
        Assert.That(_writes.Copy(Stored(Record()), "new id").PredecessorId, Is.EqualTo("id"));
    }

    [Test]
    public void An_absolute_timeout_makes_a_session_end_earlier()
    {
        var marks = Stored(Record(expires: Now.AddMinutes(40))) with { AbsoluteTimeout = TimeSpan.FromMinutes(5), DefaultIdleTimeout = TimeSpan.FromMinutes(5) };

        var copy = _writes.Copy(marks, "new id");
        var record = _writes.After(_writes.Update(marks, keepsLease: false, isAbandoned: null));

        Assert.That((copy.ExpiresAt, copy.AbsoluteExpiresAt), Is.EqualTo((Now.AddMinutes(5), (DateTimeOffset?)Now.AddMinutes(5))));
        Assert.That((record.ExpiresAt, record.AbsoluteExpiresAt), Is.EqualTo((Now.AddMinutes(5), (DateTimeOffset?)Now.AddMinutes(5))));
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public void The_cookie_of_an_extended_session_is_sent_again_where_it_outlives_the_browser(bool isPersistent, bool sends) =>
        Assert.That(_writes.SendsCookieWhenExtended(Record(isPersistent: isPersistent)), Is.EqualTo(sends));

    private static SessionChanges Sets(string field, string value = "x") => Sample.Changes((field, SessionChange.Set(Sample.Text(value))));

    private static SessionMarks New() => new() { Id = "id", Loaded = null, DefaultIdleTimeout = TimeSpan.FromMinutes(20) };

    private static SessionMarks Stored(SessionRecord loaded) => New() with { Loaded = loaded, Properties = SessionProperties.Of(loaded) };

    private static SessionRecord Record(DateTimeOffset? expires = null, DateTimeOffset? absoluteEnd = null, bool isPersistent = false, string field = "x", DateTimeOffset? userSince = null, long? sizeBound = null) => new()
    {
        Id = "id",
        Fields = Sample.Fields(("a", Sample.Text(field))),
        Version = 7,
        CreatedAt = Now.AddHours(-1),
        ExpiresAt = expires ?? Now.AddMinutes(10),
        AbsoluteExpiresAt = absoluteEnd,
        UserId = "ada",
        UserSince = userSince,
        SizeBound = sizeBound,
        IsPersistent = isPersistent,
        Origin = new SessionOrigin { Store = "express" },
        CommitTokens = new Dictionary<string, long> { ["token"] = 1 },
    };
}
