using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_commit_extends_only_by_the_idle_timeout_that_the_session_has(
        [Values(5, 60)] int minutes, [Values] bool hadItsOwn, [Values("one", "very many", "all")] string changed)
    {
        var record = await CreatedAsync(("kept", Sample.Number(1)));
        if (hadItsOwn)
        {
            await Table.CommitAsync(Commit(record, null, TimeSpan.FromMinutes(10), Now.AddMinutes(10)), default);
            record = await LoadedAsync(record.Id);
        }

        await Table.CommitAsync(Commit(record, null, TimeSpan.FromMinutes(minutes), Now.AddMinutes(minutes)), default);
        var commit = Sample.Commit(record, Changed(changed), Now.AddMinutes(25));

        var status = await Table.CommitAsync(commit, default);
        var again = await Table.CommitAsync(commit, default);

        var after = await LoadedAsync(record.Id);
        Assert.That((status, again), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied)));
        Assert.That((after.IdleTimeout, after.ExpiresAt), Is.EqualTo((TimeSpan.FromMinutes(minutes), Now.AddMinutes(minutes))));
        Assert.That(after.Fields.Keys, Contains.Item("field 0"));
        Assert.That((after.Version, after.UserId), Is.EqualTo((record.Version + 2, (string?)null)));
    }

    [Test]
    public async Task A_commit_that_takes_the_applications_idle_timeout_again_is_not_undone_by_another()
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Commit(record, null, TimeSpan.FromHours(1), Now.AddHours(1)), default);
        var own = await LoadedAsync(record.Id);
        await Table.CommitAsync(Commit(own, null, null, Now.AddMinutes(20)), default);

        await Table.CommitAsync(Sample.Commit(own, Changed("one"), Now.AddMinutes(61)), default);

        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(Now.AddMinutes(20)));
    }

    [Test]
    public async Task A_commit_does_not_shorten_what_others_have_extended_since(
        [Values] bool byTouch, [Values("one", "very many", "all")] string changed)
    {
        var record = await CreatedAsync();
        var later = Now.AddMinutes(30);
        await (byTouch ? Table.TouchAsync(record.Id, idleTimeout: null, later, default) : Table.CommitAsync(Sample.Commit(record, Sample.Changes(), later), default));
        var commit = new SessionCommit
        {
            Loaded = record,
            Changes = Changed(changed),
            ExpiresAt = later.AddSeconds(-1),
            IdleTimeout = null,
            UserId = null,
            // A touch does not count as a commit.
            RequiresLoadedVersion = byTouch,
        };

        var status = await Table.CommitAsync(commit, default);

        var after = await LoadedAsync(record.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(after.ExpiresAt, Is.EqualTo(later));
        Assert.That(after.Fields.Keys, Contains.Item("field 0"));
    }

    [Test]
    public async Task A_commit_that_may_not_extend_is_still_refused_when_its_version_or_lease_is_gone(
        [Values] bool requiresVersion, [Values("one", "very many", "all")] string changed)
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Commit(record, null, TimeSpan.FromMinutes(5), Now.AddMinutes(5)), default);
        var commit = new SessionCommit
        {
            Loaded = record,
            Changes = Changed(changed),
            ExpiresAt = Now.AddMinutes(25),
            IdleTimeout = null,
            UserId = null,
            RequiresLoadedVersion = requiresVersion,
            Lease = requiresVersion ? null : Lease(record.Id),
        };

        var status = await Table.CommitAsync(commit, default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That((await LoadedAsync(record.Id)).Fields, Is.Empty);
    }

    [Test]
    public async Task A_touch_uses_the_idle_timeout_that_the_session_has()
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Commit(record, null, TimeSpan.FromMinutes(5), Now.AddMinutes(5)), default);

        var byNone = await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddMinutes(30), default);
        var byAnother = await Table.TouchAsync(record.Id, TimeSpan.FromMinutes(6), Now.AddMinutes(6), default);
        var refused = await LoadedAsync(record.Id);
        var byItsOwn = await Table.TouchAsync(record.Id, TimeSpan.FromMinutes(5), Now.AddMinutes(8), default);

        Assert.That(
            (byNone, byAnother, byItsOwn),
            Is.EqualTo((SessionWriteStatus.Conflict, SessionWriteStatus.Conflict, SessionWriteStatus.Applied)));
        Assert.That(refused.ExpiresAt, Is.EqualTo(Now.AddMinutes(5)));
        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(Now.AddMinutes(8)));
    }

    [Test]
    public async Task A_session_that_already_lives_long_enough_by_another_idle_timeout_is_not_touched()
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Commit(record, null, TimeSpan.FromHours(1), Now.AddHours(1)), default);

        var status = await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddMinutes(30), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(Now.AddHours(1)));
    }
}
