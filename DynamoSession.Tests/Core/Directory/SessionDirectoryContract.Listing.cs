using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Directory;

public abstract partial class SessionDirectoryContract
{
    [Test]
    public async Task A_users_live_sessions_are_listed_the_last_created_first()
    {
        var first = await SignedInAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await SignedInAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var third = await SignedInAsync();
        await SignedInAsync("bob");
        await SignedInAsync(userId: null);
        await Table.DestroyAsync(second, default);

        Assert.That(await IdsOfAsync("ada"), Is.EqualTo(new[] { third, first }));
    }

    [Test]
    public async Task A_session_that_was_created_long_before_its_sign_in_is_listed_by_its_age()
    {
        var anonymous = await SignedInAsync(userId: null);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var younger = await SignedInAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Table.CommitAsync(Bind(await LoadedAsync(anonymous), "ada"), default);

        Assert.That(await IdsOfAsync("ada"), Is.EqualTo(new[] { younger, anonymous }));
    }

    [Test]
    public async Task Expired_sessions_are_not_listed()
    {
        await SignedInAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        var live = await SignedInAsync();

        Assert.That(await IdsOfAsync("ada"), Is.EqualTo(new[] { live }));
    }

    [Test]
    public async Task A_session_is_no_longer_listed_when_its_user_has_changed()
    {
        var id = await SignedInAsync();
        await Table.CommitAsync(Bind(await LoadedAsync(id), "bob"), default);

        Assert.That((await IdsOfAsync("ada"), await IdsOfAsync("bob")), Is.EqualTo((Array.Empty<string>(), new[] { id })));
    }

    [Test]
    public async Task A_summary_says_what_is_known_of_a_session()
    {
        var created = Now;
        var creation = SignIn(description: "Firefox on Linux, Berlin");
        await Table.CreateAsync(creation, default);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Table.TouchAsync(creation.Id, idleTimeout: null, Now.AddMinutes(20), default);
        Clock.Advance(TimeSpan.FromMinutes(1));

        var session = await Directory.ListByUserAsync("ada").SingleAsync();

        Assert.Multiple(() =>
        {
            Assert.That((session.Id, session.UserId, session.Description), Is.EqualTo((creation.Id, "ada", "Firefox on Linux, Berlin")));
            Assert.That((session.CreatedAt, session.LastSeenAt, session.ExpiresAt), Is.EqualTo((created, created.AddMinutes(5), created.AddMinutes(25))));
            Assert.That((session.IsPersistent, session.Size), Is.EqualTo((false, (long?)"asecret".Length)));
        });
    }

    [Test]
    public async Task When_a_session_was_last_seen_follows_its_own_idle_timeout()
    {
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(("a", Sample.Text("v"))),
            CreatedAt = Now.AddHours(-2),
            ExpiresAt = Now.AddDays(14).AddHours(-1),
            AbsoluteExpiresAt = null,
            IdleTimeout = TimeSpan.FromDays(14),
            UserId = "ada",
            IsPersistent = true,
        };
        await Table.CreateAsync(creation, default);

        var session = await Directory.ListByUserAsync("ada").SingleAsync();

        Assert.That((session.LastSeenAt, session.IsPersistent), Is.EqualTo((Now.AddHours(-1), true)));
    }

    [Test]
    public async Task A_user_with_many_sessions_has_all_of_them_listed_once()
    {
        var ids = new List<string>();
        for (var index = 0; index < 60; index++)
        {
            ids.Insert(0, await SignedInAsync());
            Clock.Advance(TimeSpan.FromSeconds(index < 30 ? 20 : 1));
        }

        Assert.That(await IdsOfAsync("ada"), Is.EqualTo(ids));
    }

    [Test]
    public async Task A_description_is_stored_changed_removed_and_ends_with_the_session()
    {
        var creation = SignIn(description: "one");
        await Table.CreateAsync(creation, default);
        var record = await LoadedAsync(creation.Id);
        Assert.That(record.Description, Is.EqualTo("one"));

        await Table.CommitAsync(new() { Loaded = record, Changes = Sample.Changes(), ExpiresAt = record.ExpiresAt, IdleTimeout = null, UserId = "ada", Description = "two" }, default);
        record = await LoadedAsync(creation.Id);
        Assert.That(record.Description, Is.EqualTo("two"));

        await Table.CommitAsync(new() { Loaded = record, Changes = Sample.Changes(), ExpiresAt = record.ExpiresAt, IdleTimeout = null, UserId = "ada", Description = null }, default);
        Assert.That((await LoadedAsync(creation.Id)).Description, Is.Null);
    }
}
