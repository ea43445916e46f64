using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_creation_keeps_user_idle_timeout_and_version()
    {
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            CreatedAt = Now,
            ExpiresAt = Now.AddHours(1),
            AbsoluteExpiresAt = null,
            IdleTimeout = TimeSpan.FromHours(1),
            UserId = "ada",
            Version = 7,
        };
        await Table.CreateAsync(creation, default);

        var record = await LoadedAsync(creation.Id);

        Assert.That((record.UserId, record.IdleTimeout, record.Version), Is.EqualTo(("ada", TimeSpan.FromHours(1), 7)));
    }

    [Test]
    public async Task A_commit_sets_and_removes_user_and_idle_timeout()
    {
        var record = await CreatedAsync();

        await Table.CommitAsync(Commit(record, "ada", TimeSpan.FromHours(1), Now.AddHours(1)), default);
        var bound = await LoadedAsync(record.Id);
        await Table.CommitAsync(Commit(bound, null, null, Now.AddMinutes(20)), default);
        var unbound = await LoadedAsync(record.Id);

        Assert.Multiple(() =>
        {
            Assert.That((bound.UserId, bound.IdleTimeout, bound.ExpiresAt), Is.EqualTo(("ada", TimeSpan.FromHours(1), Now.AddHours(1))));
            Assert.That((unbound.UserId, unbound.IdleTimeout, unbound.ExpiresAt), Is.EqualTo(((string?)null, (TimeSpan?)null, Now.AddMinutes(20))));
            Assert.That(unbound.Version, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_commit_that_changes_neither_leaves_what_others_have_set_meanwhile()
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Commit(record, "ada", TimeSpan.FromHours(1), Now.AddHours(1)), default);

        await CommitAsync(record, ("a", SetText("x")));

        var after = await LoadedAsync(record.Id);
        Assert.That((after.UserId, after.IdleTimeout, after.ExpiresAt), Is.EqualTo(("ada", TimeSpan.FromHours(1), Now.AddHours(1))));
    }

    [Test]
    public async Task A_ticket_is_kept_replaced_and_removed_and_ends_with_the_session()
    {
        var creation = Sample.Creation(Now, ticket: new byte[] { 1, 2, 3 });
        await Table.CreateAsync(creation, default);
        var created = await LoadedAsync(creation.Id);
        await CommitAsync(created, ("a", SetText("x")));
        var kept = await LoadedAsync(creation.Id);
        await Table.CommitAsync(WithTicket(kept, new byte[] { 4 }), default);
        var replaced = await LoadedAsync(creation.Id);
        await Table.CommitAsync(WithTicket(replaced, null), default);

        Assert.That(
            new[] { created, kept, replaced, await LoadedAsync(creation.Id) }.Select(record => record.Ticket is { } ticket ? Convert.ToHexString(ticket.Span) : null),
            Is.EqualTo(new[] { "010203", "010203", "04", null }));
    }

    [Test]
    public async Task A_shorter_idle_timeout_shortens_the_session()
    {
        var record = await CreatedAsync();

        await Table.CommitAsync(Commit(record, null, TimeSpan.FromMinutes(5), Now.AddMinutes(5)), default);

        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(Now.AddMinutes(5)));
    }

    [Test]
    public async Task A_commit_moves_and_removes_the_absolute_end()
    {
        var record = await CreatedAsync();

        await Table.CommitAsync(Ending(record, Now.AddDays(14)), default);
        var moved = await LoadedAsync(record.Id);
        await CommitAsync(moved, ("a", SetText("x")));
        var kept = await LoadedAsync(record.Id);
        await Table.CommitAsync(Ending(kept, end: null), default);

        Assert.That((moved.AbsoluteExpiresAt, kept.AbsoluteExpiresAt), Is.EqualTo((Now.AddDays(14), Now.AddDays(14))));
        Assert.That((await LoadedAsync(record.Id)).AbsoluteExpiresAt, Is.Null);
    }

    [Test]
    public async Task Nothing_outlives_an_absolute_end_that_was_brought_forward()
    {
        var record = await CreatedAsync();
        await Table.CommitAsync(Ending(record, Now.AddMinutes(5)), default);
        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(Now.AddMinutes(5)));

        // A request that loaded the session before.
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.That(await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddMinutes(20), default), Is.EqualTo(SessionWriteStatus.Applied));
        Clock.Advance(TimeSpan.FromMinutes(1));

        var (late, touched) = (await CommitAsync(record, ("a", SetText("late"))), await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddMinutes(20), default));
        Assert.That((late, touched), Is.EqualTo((SessionWriteStatus.Expired, SessionWriteStatus.Expired)));
        Assert.That((await Table.LoadAsync(record.Id, consistentRead: true, default)).Status, Is.EqualTo(SessionLoadStatus.Expired));
    }

    [TestCase(1)]
    [TestCase(300)]
    public async Task A_commit_that_requires_the_loaded_version_is_refused_by_any_other(int fields)
    {
        var record = await CreatedAsync();
        await CommitAsync(record, ("other", SetText("x")));

        var refused = await Table.CommitAsync(Optimistic(record, fields), default);
        var accepted = await Table.CommitAsync(Optimistic(await LoadedAsync(record.Id), fields), default);

        Assert.That((refused, accepted), Is.EqualTo((SessionWriteStatus.Conflict, SessionWriteStatus.Applied)));
        Assert.That((await LoadedAsync(record.Id)).Fields, Has.Count.EqualTo(fields + 1));
    }

    [Test]
    public async Task A_clear_that_requires_the_loaded_version_is_refused_by_any_other()
    {
        var record = await CreatedAsync();
        await CommitAsync(record, ("other", SetText("x")));

        var status = await Table.CommitAsync(
            new SessionCommit
            {
                Loaded = record,
                Changes = Sample.ClearAnd(),
                ExpiresAt = record.ExpiresAt,
                IdleTimeout = null,
                UserId = null,
                RequiresLoadedVersion = true,
            },
            default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Conflict));
        Assert.That(await FieldsOfAsync(record.Id), Contains.Key("other"));
    }

    private static SessionCommit Ending(SessionRecord loaded, DateTimeOffset? end) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(),
        ExpiresAt = end < loaded.ExpiresAt ? end.Value : loaded.ExpiresAt,
        AbsoluteExpiresAt = end,
        IdleTimeout = loaded.IdleTimeout,
        UserId = loaded.UserId,
    };

    private static SessionCommit WithTicket(SessionRecord loaded, byte[]? ticket) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(),
        ExpiresAt = loaded.ExpiresAt,
        IdleTimeout = loaded.IdleTimeout,
        UserId = loaded.UserId,
        Ticket = ticket is null ? null : (ReadOnlyMemory<byte>?)ticket,
    };

    private static SessionCommit Optimistic(SessionRecord loaded, int fields) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(Many(fields)),
        ExpiresAt = loaded.ExpiresAt,
        IdleTimeout = null,
        UserId = null,
        RequiresLoadedVersion = true,
    };
}
