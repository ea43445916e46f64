using DynamoSession.Core;

namespace DynamoSession.Tests.Core.Directory;

public abstract partial class SessionDirectoryContract
{
    private static readonly SessionLimit EvictsBeyondTwo = new() { MaxSessions = 2 };
    private static readonly SessionLimit RefusesBeyondTwo = new() { MaxSessions = 2, RefusesNew = true };

    [Test]
    public async Task A_sign_in_beyond_the_limit_ends_the_oldest_session()
    {
        var (first, second) = (await SignedInAsync(limit: EvictsBeyondTwo), await SignedInAsync(limit: EvictsBeyondTwo));
        var third = await SignedInAsync(limit: EvictsBeyondTwo);

        Assert.That(await StatusOfAsync(first), Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That(await IdsOfAsync("ada"), Is.EquivalentTo(new[] { second, third }));
    }

    [Test]
    public async Task A_lower_limit_ends_as_many_as_it_takes()
    {
        for (var index = 0; index < 5; index++)
        {
            await SignedInAsync();
        }

        var last = await SignedInAsync(limit: new() { MaxSessions = 1 });

        Assert.That(await IdsOfAsync("ada"), Is.EqualTo(new[] { last }));
    }

    [Test]
    public async Task A_sign_in_beyond_the_limit_can_be_refused()
    {
        var (first, second) = (await SignedInAsync(limit: RefusesBeyondTwo), await SignedInAsync(limit: RefusesBeyondTwo));

        var created = await Table.CreateAsync(SignIn(limit: RefusesBeyondTwo), default);
        var anonymous = await LoadedAsync(await SignedInAsync(userId: null));
        var bound = await Table.CommitAsync(Bind(anonymous, "ada", limit: RefusesBeyondTwo), default);

        Assert.That((created, bound), Is.EqualTo((SessionWriteStatus.LimitReached, SessionWriteStatus.LimitReached)));
        Assert.That(await IdsOfAsync("ada"), Is.EquivalentTo(new[] { first, second }));
        Assert.That((await LoadedAsync(anonymous.Id)).UserId, Is.Null);
    }

    [Test]
    public async Task Sessions_that_have_ended_do_not_count()
    {
        await SignedInAsync(limit: RefusesBeyondTwo);
        await Table.DestroyAsync(await SignedInAsync(limit: RefusesBeyondTwo), default);
        await SignedInAsync(limit: RefusesBeyondTwo);
        Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.That(await Table.CreateAsync(SignIn(limit: RefusesBeyondTwo), default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task The_session_that_a_new_one_continues_does_not_count()
    {
        var first = await SignedInAsync(limit: RefusesBeyondTwo);
        await SignedInAsync(limit: RefusesBeyondTwo);

        Assert.That(await Table.CreateAsync(SignIn(predecessor: first, limit: RefusesBeyondTwo), default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task Other_users_do_not_count()
    {
        await SignedInAsync(limit: RefusesBeyondTwo);
        await SignedInAsync(limit: RefusesBeyondTwo);

        Assert.That(await Table.CreateAsync(SignIn("bob", limit: RefusesBeyondTwo), default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task Sign_ins_at_the_same_time_keep_the_limit([Values] bool refusesNew)
    {
        var limit = new SessionLimit { MaxSessions = 3, RefusesNew = refusesNew };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => Table.CreateAsync(SignIn(limit: limit), default))));

        var live = (await IdsOfAsync("ada")).Length;
        Assert.That(live, refusesNew ? Is.InRange(1, 3) : Is.EqualTo(3));
        Assert.That(answers.Count(answer => answer == SessionWriteStatus.Applied), refusesNew ? Is.EqualTo(live) : Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task A_session_that_is_being_renewed_counts_once()
    {
        var record = await LoadedAsync(await SignedInAsync());
        await Table.CreateAsync(SignIn(since: record.UserSince, predecessor: record.Id), default);

        Assert.That(await Table.CreateAsync(SignIn(limit: RefusesBeyondTwo), default), Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(await Table.CreateAsync(SignIn(limit: RefusesBeyondTwo), default), Is.EqualTo(SessionWriteStatus.LimitReached));
    }

    [Test]
    public async Task A_creation_that_is_repeated_does_not_count_itself_or_those_after_it()
    {
        var limit = new SessionLimit { MaxSessions = 1, RefusesNew = true };
        var first = SignIn(limit: limit);
        await Table.CreateAsync(first, default);
        var second = await Table.CreateAsync(SignIn(limit: limit), default);

        Assert.That((second, await Table.CreateAsync(first, default)), Is.EqualTo((SessionWriteStatus.LimitReached, SessionWriteStatus.AlreadyApplied)));
    }
}
