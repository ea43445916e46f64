using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

/// <summary>Sessions that were migrated.</summary>
public abstract partial class SessionTableContract
{
    [Test]
    public async Task The_origin_of_a_session_is_kept()
    {
        var creation = Migrated(with: Pending with { CookiePath = "/app", CookieDomain = "example.com" });

        await Table.CreateAsync(creation, default);

        var loaded = await LoadedAsync(creation.Id);
        Assert.That(loaded.Origin, Is.EqualTo(creation.Origin));
        Assert.That(loaded.IsPersistent, Is.True);
    }

    [Test]
    public async Task A_completed_migration_removes_the_legacy_id()
    {
        var creation = Migrated();
        await Table.CreateAsync(creation, default);

        var status = await Table.DetachOriginAsync(creation.Id, default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await LoadedAsync(creation.Id)).Origin, Is.EqualTo(new SessionOrigin { Store = "express", CompletedAt = Now }));
    }

    [Test]
    public async Task A_migration_is_completed_once()
    {
        var creation = Migrated();
        await Table.CreateAsync(creation, default);
        await Table.DetachOriginAsync(creation.Id, default);

        Assert.That(await Table.DetachOriginAsync(creation.Id, default), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public async Task A_session_that_began_here_has_no_migration_to_complete()
    {
        var session = await CreatedAsync();

        Assert.That(await Table.DetachOriginAsync(session.Id, default), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [Test]
    public async Task The_migration_of_what_has_ended_is_not_completed()
    {
        var creation = Migrated();
        await Table.CreateAsync(creation, default);
        await Table.DestroyAsync(creation.Id, default);

        Assert.That(await Table.DetachOriginAsync(creation.Id, default), Is.EqualTo(SessionWriteStatus.Dead));
        Assert.That(await Table.DetachOriginAsync(Sample.NewId(), default), Is.EqualTo(SessionWriteStatus.Missing));
    }

    [Test]
    public async Task A_migrated_session_does_not_replace_a_live_session()
    {
        var first = Migrated(fields: ("a", Sample.Text("first")));
        await Table.CreateAsync(first, default);

        var second = await Table.CreateAsync(Migrated(first.Id), default);

        Assert.That(second, Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(await FieldsOfAsync(first.Id), Contains.Key("a"));
    }

    [Test]
    public async Task A_migrated_session_does_not_replace_a_tombstone([Values] bool longAgo)
    {
        var first = Migrated();
        await Table.CreateAsync(first, default);
        await Table.DestroyAsync(first.Id, default);
        Clock.Advance(longAgo ? TimeSpan.FromSeconds(61) : TimeSpan.Zero);

        Assert.That(await Table.CreateAsync(Migrated(first.Id), default), Is.EqualTo(SessionWriteStatus.Conflict));
    }

    [Test]
    public async Task A_migrated_session_replaces_one_that_has_expired_with_all_it_left()
    {
        var first = Migrated(fields: ("a", Sample.Text("first")));
        await Table.CreateAsync(first, default);
        Clock.Advance(TimeSpan.FromMinutes(21));
        var second = new SessionCreation
        {
            Id = first.Id,
            Fields = Sample.Fields(("b", Sample.Text("second"))),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(5),
            AbsoluteExpiresAt = null,
            Origin = Pending,
        };

        var status = await Table.CreateAsync(second, default);

        var loaded = await LoadedAsync(first.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(Sample.TextOf(loaded.Fields), Is.EqualTo(Sample.TextOf(second.Fields)));
        Assert.That((loaded.IsPersistent, loaded.IdleTimeout, loaded.AbsoluteExpiresAt), Is.EqualTo((false, (TimeSpan?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task A_migrated_session_replaces_a_copy_made_ahead_of_time()
    {
        var copy = Migrated(with: Pending with { IsAhead = true }, fields: ("a", Sample.Text("stale")));
        await Table.CreateAsync(copy, default);

        var status = await Table.CreateAsync(Migrated(copy.Id, fields: ("a", Sample.Text("current"))), default);

        var loaded = await LoadedAsync(copy.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((Sample.TextOf(loaded.Fields["a"]), loaded.Origin!.IsAhead), Is.EqualTo(("""{"S":"current"}""", false)));
    }

    [Test]
    public async Task On_request_a_migrated_session_replaces_one_that_was_never_committed()
    {
        var first = Migrated(fields: ("a", Sample.Text("first")));
        await Table.CreateAsync(first, default);

        var status = await Table.CreateAsync(Again(first.Id), default);

        Assert.That((status, Sample.TextOf((await LoadedAsync(first.Id)).Fields["a"])), Is.EqualTo((SessionWriteStatus.Applied, """{"S":"again"}""")));
    }

    [TestCase("committed")]
    [TestCase("completed")]
    [TestCase("closed to the old cookie")]
    [TestCase("ended")]
    [TestCase("begun here")]
    public async Task Even_on_request_a_migrated_session_does_not_replace_one_that_has_ended(string what)
    {
        var first = what == "begun here" ? Sample.Creation(Now) : Migrated(with: Pending with { AcceptedUntil = Now.AddMinutes(1) });
        await Table.CreateAsync(first, default);
        switch (what)
        {
            case "committed":
                await Table.CommitAsync(Sample.Commit(await LoadedAsync(first.Id), Sample.Changes(("b", SessionChange.Set(Sample.Number(1))))), default);
                break;
            case "completed":
                await Table.DetachOriginAsync(first.Id, default);
                break;
            case "ended":
                await Table.DestroyAsync(first.Id, default);
                break;
            default:
                Clock.Advance(TimeSpan.FromMinutes(1));
                break;
        }

        Assert.That(await Table.CreateAsync(Again(first.Id), default), Is.EqualTo(SessionWriteStatus.Conflict));
    }

    [Test]
    public async Task A_session_that_begins_here_replaces_no_copy_made_ahead_of_time()
    {
        var copy = Migrated(with: Pending with { IsAhead = true });
        await Table.CreateAsync(copy, default);

        Assert.That(await Table.CreateAsync(Sample.Creation(Now, copy.Id), default), Is.EqualTo(SessionWriteStatus.Conflict));
    }

    [Test]
    public async Task The_tombstone_of_a_migrated_session_does_not_name_the_legacy_one()
    {
        var first = Migrated();
        await Table.CreateAsync(first, default);
        await Table.DestroyAsync(first.Id, default);

        // A replacement on request begins without what was there.
        var second = Sample.Creation(Now, first.Id, replacesEnded: true);
        await Table.CreateAsync(second, default);

        var loaded = await LoadedAsync(first.Id);
        Assert.That((loaded.Origin, loaded.IsPersistent), Is.EqualTo(((SessionOrigin?)null, false)));
    }
}
