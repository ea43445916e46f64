using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_free_lease_is_taken_with_the_session_as_it_is()
    {
        var record = await CreatedAsync(("a", Sample.Number(1)));
        await CommitAsync(record, ("b", SetText("x")));

        var result = await Table.AcquireAsync(Lease(record.Id), default);

        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Live));
        Assert.That(result.Record!.Fields.Keys, Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That((result.Record.Id, result.Record.Version), Is.EqualTo((record.Id, 2)));
    }

    [Test]
    public async Task A_held_lease_is_refused_until_its_duration_is_over()
    {
        var record = await CreatedAsync();
        await Table.AcquireAsync(Lease(record.Id), default);
        var second = Lease(record.Id);

        var atOnce = await Table.AcquireAsync(second, default);
        Clock.Advance(LeaseDuration - TimeSpan.FromSeconds(1));
        var late = await Table.AcquireAsync(second, default);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var afterwards = await Table.AcquireAsync(second, default);

        Assert.That(
            (atOnce.Status, late.Status, afterwards.Status),
            Is.EqualTo((SessionLoadStatus.Leased, SessionLoadStatus.Leased, SessionLoadStatus.Live)));
        Assert.That(atOnce.Record, Is.Null);
    }

    [Test]
    public async Task A_repeated_attempt_finds_that_it_already_holds_the_lease()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);

        Assert.That((await Table.AcquireAsync(lease, default)).Status, Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task A_loaded_session_shows_whether_others_have_to_wait_for_its_lease()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        var before = await LoadedAsync(record.Id);
        await Table.AcquireAsync(lease, default);
        var held = await LoadedAsync(record.Id);
        await CommitUnderAsync(held, lease, keepsLease: true);
        var kept = await LoadedAsync(record.Id);
        Clock.Advance(LeaseDuration - TimeSpan.FromSeconds(1));
        var late = await LoadedAsync(record.Id);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var over = await LoadedAsync(record.Id);

        Assert.That(
            new[] { before, held, kept, late, over }.Select(session => session.IsLeased),
            Is.EqualTo(new[] { false, true, true, true, false }));
    }

    [Test]
    public async Task A_loaded_session_shows_that_its_lease_was_released([Values] bool byCommit)
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);
        var held = await LoadedAsync(record.Id);

        await (byCommit ? CommitUnderAsync(held, lease, keepsLease: false) : Table.RequireLeases().ReleaseAsync(lease, default));

        Assert.That((held.IsLeased, (await LoadedAsync(record.Id)).IsLeased), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_released_lease_is_free()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);

        await Table.ReleaseAsync(lease, default);

        Assert.That((await Table.AcquireAsync(Lease(record.Id), default)).Status, Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task A_lease_is_not_released_by_its_earlier_holder()
    {
        var record = await CreatedAsync();
        var overtaken = Lease(record.Id);
        await Table.AcquireAsync(overtaken, default);
        Clock.Advance(LeaseDuration);
        await Table.AcquireAsync(Lease(record.Id), default);

        await Table.ReleaseAsync(overtaken, default);

        Assert.That((await Table.AcquireAsync(Lease(record.Id), default)).Status, Is.EqualTo(SessionLoadStatus.Leased));
    }

    [TestCase(1)]
    [TestCase(300)]
    public async Task A_commit_under_a_lease_releases_it_unless_more_follow(int fields)
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);

        var first = await CommitUnderAsync(record, lease, keepsLease: true, fields);
        var whileHeld = await Table.AcquireAsync(Lease(record.Id), default);
        var last = await CommitUnderAsync(record, lease, keepsLease: false, fields);
        var afterwards = await Table.AcquireAsync(Lease(record.Id), default);

        Assert.That((first, last), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
        Assert.That((whileHeld.Status, afterwards.Status), Is.EqualTo((SessionLoadStatus.Leased, SessionLoadStatus.Live)));
    }

    [TestCase(1)]
    [TestCase(300)]
    public async Task A_late_commit_of_a_holder_that_lost_its_lease_is_refused(int fields)
    {
        var record = await CreatedAsync();
        var overtaken = Lease(record.Id);
        await Table.AcquireAsync(overtaken, default);
        Clock.Advance(LeaseDuration);
        var holder = Lease(record.Id);
        await Table.AcquireAsync(holder, default);

        var whileHeld = await CommitUnderAsync(record, overtaken, keepsLease: false, fields);
        await Table.ReleaseAsync(holder, default);
        var afterwards = await CommitUnderAsync(record, overtaken, keepsLease: false, fields);

        Assert.That((whileHeld, afterwards), Is.EqualTo((SessionWriteStatus.Conflict, SessionWriteStatus.Conflict)));
        Assert.That((await LoadedAsync(record.Id)).Fields, Is.Empty);
    }

    [Test]
    public async Task A_holder_may_write_after_its_lease_has_expired_if_no_other_request_acquired_it()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);
        Clock.Advance(LeaseDuration * 2);

        Assert.That(await CommitUnderAsync(record, lease, keepsLease: false), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task Commits_without_a_lease_ignore_leases()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);

        var other = await CommitAsync(record, ("a", SetText("x")));
        var holder = await CommitUnderAsync(record, lease, keepsLease: false);

        Assert.That((other, holder), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
    }

    [Test]
    public async Task A_lease_changes_neither_version_nor_expiry()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);

        await Table.AcquireAsync(lease, default);
        await Table.ReleaseAsync(lease, default);

        var after = await LoadedAsync(record.Id);
        Assert.That((after.Version, after.ExpiresAt, after.CommitTokens.Count), Is.EqualTo((record.Version, record.ExpiresAt, 1)));
    }

    [Test]
    public async Task A_session_that_has_ended_cannot_be_leased()
    {
        var destroyed = await CreatedAsync();
        var expired = await CreatedAsync();
        await Table.DestroyAsync(destroyed.Id, default);
        var ofDestroyed = await Table.AcquireAsync(Lease(destroyed.Id), default);
        Clock.Advance(TimeSpan.FromMinutes(20));
        var ofExpired = await Table.AcquireAsync(Lease(expired.Id), default);
        var unknown = Sample.NewId();
        var ofUnknown = await Table.AcquireAsync(Lease(unknown), default);

        Assert.That(
            (ofDestroyed.Status, ofExpired.Status, ofUnknown.Status),
            Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Expired, SessionLoadStatus.Missing)));
        Assert.That(await StatusOfAsync(unknown), Is.EqualTo(SessionLoadStatus.Missing), "Asking creates nothing.");
    }

    [Test]
    public async Task Releasing_a_lease_that_is_gone_is_harmless()
    {
        var record = await CreatedAsync();
        var lease = Lease(record.Id);
        await Table.AcquireAsync(lease, default);
        await Table.DestroyAsync(record.Id, default);

        await Table.ReleaseAsync(lease, default);
        await Table.ReleaseAsync(Lease(Sample.NewId()), default);

        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Dead));
    }

    [Test]
    public async Task Of_parallel_attempts_one_gets_the_lease()
    {
        var record = await CreatedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Table.AcquireAsync(Lease(record.Id), default)));

        Assert.That(results.Count(result => result.Status == SessionLoadStatus.Live), Is.EqualTo(1));
        Assert.That(results.Count(result => result.Status == SessionLoadStatus.Leased), Is.EqualTo(9));
    }

    private Task<SessionWriteStatus> CommitUnderAsync(SessionRecord loaded, SessionLease lease, bool keepsLease, int fields = 1) => Table.CommitAsync(
        new SessionCommit
        {
            Loaded = loaded,
            Changes = Sample.Changes(Many(fields)),
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = null,
            UserId = null,
            Lease = lease,
            KeepsLease = keepsLease,
        },
        default);
}
