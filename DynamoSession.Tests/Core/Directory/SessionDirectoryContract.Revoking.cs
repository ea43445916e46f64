using DynamoSession.Core;
using DynamoSession.Core.Identifiers;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Directory;

public abstract partial class SessionDirectoryContract
{
    [Test]
    public async Task All_sessions_of_a_user_end_and_no_others()
    {
        var (first, second) = (await SignedInAsync(), await SignedInAsync());
        var (other, anonymous) = (await SignedInAsync("bob"), await SignedInAsync(userId: null));

        var ended = await Directory.DestroyByUserAsync("ada");

        Assert.Multiple(async () =>
        {
            Assert.That(ended, Is.EqualTo(2));
            Assert.That((await StatusOfAsync(first), await StatusOfAsync(second)), Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Dead)));
            Assert.That((await StatusOfAsync(other), await StatusOfAsync(anonymous)), Is.EqualTo((SessionLoadStatus.Live, SessionLoadStatus.Live)));
            Assert.That((await Table.LoadAsync(first, consistentRead: true, default)).WasSignedOut, Is.True);
        });
    }

    [Test]
    public async Task A_spared_session_goes_on()
    {
        var (current, other) = (await SignedInAsync(), await SignedInAsync());

        var ended = await Directory.DestroyByUserAsync("ada", exceptSessionId: current);

        Assert.That((ended, await StatusOfAsync(current), await StatusOfAsync(other)), Is.EqualTo((1, SessionLoadStatus.Live, SessionLoadStatus.Dead)));
    }

    [Test]
    public async Task A_revoked_session_cannot_be_written_any_more()
    {
        var record = await LoadedAsync(await SignedInAsync());
        await Directory.DestroyByUserAsync("ada");

        var commit = await Table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChangeOf("new")))), default);
        var touch = await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddHours(1), default);

        Assert.That((commit, touch), Is.EqualTo((SessionWriteStatus.Dead, SessionWriteStatus.Dead)));
    }

    [Test]
    public async Task A_sign_in_that_began_before_the_revocation_is_refused()
    {
        var (began, loaded) = (UniqueTime.Next(TimeSource), await LoadedAsync(await SignedInAsync(userId: null)));
        await Directory.DestroyByUserAsync("ada");

        var created = await Table.CreateAsync(SignIn(since: began), default);
        var bound = await Table.CommitAsync(Bind(loaded, "ada", began), default);

        Assert.That((created, bound), Is.EqualTo((SessionWriteStatus.Revoked, SessionWriteStatus.Revoked)));
        Assert.That(await IdsOfAsync("ada"), Is.Empty);
    }

    [Test]
    public async Task A_sign_in_that_begins_after_the_revocation_succeeds()
    {
        await Directory.DestroyByUserAsync("ada");
        var (began, loaded) = (UniqueTime.Next(TimeSource), await LoadedAsync(await SignedInAsync(userId: null)));

        var created = await Table.CreateAsync(SignIn(since: began), default);
        var bound = await Table.CommitAsync(Bind(loaded, "ada", began), default);

        Assert.That((created, bound), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
        Assert.That(await IdsOfAsync("ada"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_copy_of_a_revoked_session_is_refused()
    {
        var record = await LoadedAsync(await SignedInAsync());
        await Directory.DestroyByUserAsync("ada");

        Assert.That(await Table.CreateAsync(SignIn(since: record.UserSince, predecessor: record.Id), default), Is.EqualTo(SessionWriteStatus.Revoked));
    }

    [Test]
    public async Task A_spared_session_goes_on_under_the_id_to_which_it_is_renewed_afterwards()
    {
        var record = await LoadedAsync(await SignedInAsync());
        await Directory.DestroyByUserAsync("ada", exceptSessionId: record.Id);
        var copy = SignIn(since: record.UserSince, predecessor: record.Id);

        Assert.That(await Table.CreateAsync(copy, default), Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await LoadedAsync(copy.Id)).UserSince, Is.GreaterThan(record.UserSince!.Value));
    }

    [Test]
    public async Task A_spared_session_goes_on_under_the_id_to_which_it_is_being_renewed()
    {
        var record = await LoadedAsync(await SignedInAsync());
        var copy = SignIn(since: record.UserSince, predecessor: record.Id);
        await Table.CreateAsync(copy, default);

        await Directory.DestroyByUserAsync("ada", exceptSessionId: record.Id);

        Assert.That((await StatusOfAsync(copy.Id), await StatusOfAsync(record.Id)), Is.EqualTo((SessionLoadStatus.Live, SessionLoadStatus.Live)));
    }

    [Test]
    public async Task The_successor_of_a_renewed_session_can_be_spared()
    {
        var record = await LoadedAsync(await SignedInAsync());
        var copy = SignIn(since: record.UserSince, predecessor: record.Id);
        await Table.CreateAsync(copy, default);
        await Table.FenceAsync(new() { Id = record.Id, Version = record.Version, SuccessorId = copy.Id }, default);

        var ended = await Directory.DestroyByUserAsync("ada", exceptSessionId: copy.Id);

        Assert.That((ended, await StatusOfAsync(copy.Id)), Is.EqualTo((0, SessionLoadStatus.Live)));
    }

    [Test]
    public async Task What_a_parallel_renewal_has_made_of_a_spared_session_can_be_renewed_again()
    {
        var record = await LoadedAsync(await SignedInAsync());
        var copy = SignIn(since: record.UserSince, predecessor: record.Id);
        await Table.CreateAsync(copy, default);
        await Directory.DestroyByUserAsync("ada", exceptSessionId: record.Id);

        var second = SignIn(since: (await LoadedAsync(copy.Id)).UserSince, predecessor: copy.Id);

        Assert.That(await Table.CreateAsync(second, default), Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await Table.GetCapability<ISessionUserTable>()!.FindRevocationAsync("ada", default))!.Ends(await LoadedAsync(copy.Id)), Is.False);
    }

    [Test]
    public async Task A_session_that_signs_in_and_then_spares_itself_is_created()
    {
        var signIn = SignIn(since: UniqueTime.Next(TimeSource));
        await Directory.DestroyByUserAsync("ada", exceptSessionId: signIn.Id);

        Assert.That(await Table.CreateAsync(signIn, default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task A_later_revocation_ends_the_session_that_an_earlier_one_has_spared()
    {
        var id = await SignedInAsync();
        await Directory.DestroyByUserAsync("ada", exceptSessionId: id);

        var ended = await Directory.DestroyByUserAsync("ada");

        Assert.That((ended, await StatusOfAsync(id)), Is.EqualTo((1, SessionLoadStatus.Dead)));
    }

    [Test]
    public async Task A_session_that_has_been_renewed_ends_under_its_new_id()
    {
        var record = await LoadedAsync(await SignedInAsync());
        var copy = SignIn(since: record.UserSince, predecessor: record.Id);
        await Table.CreateAsync(copy, default);
        await Table.FenceAsync(new() { Id = record.Id, Version = record.Version, SuccessorId = copy.Id }, default);

        var ended = await Directory.DestroyAsync(record.Id);

        Assert.That((ended, await StatusOfAsync(copy.Id)), Is.EqualTo((true, SessionLoadStatus.Dead)));
    }

    [Test]
    public async Task A_user_cannot_end_the_session_of_another()
    {
        var id = await SignedInAsync("bob");

        var ended = await Directory.DestroyAsync(id, "ada");

        Assert.That((ended, await StatusOfAsync(id)), Is.EqualTo((false, SessionLoadStatus.Live)));
    }

    [Test]
    public async Task A_user_ends_a_session_once()
    {
        var id = await SignedInAsync();

        Assert.That((await Directory.DestroyAsync(id, "ada"), await Directory.DestroyAsync(id, "ada"), await StatusOfAsync(id)), Is.EqualTo((true, false, SessionLoadStatus.Dead)));
    }

    [Test]
    public async Task An_operator_ends_any_session_once()
    {
        var (bound, anonymous) = (await SignedInAsync(), await SignedInAsync(userId: null));

        Assert.That((await Directory.DestroyAsync(bound), await Directory.DestroyAsync(anonymous), await Directory.DestroyAsync(bound)), Is.EqualTo((true, true, false)));
        Assert.That(await Directory.DestroyAsync(Sample.NewId()), Is.False);
    }

    [Test]
    public async Task A_session_that_was_bound_to_another_user_meanwhile_goes_on()
    {
        var id = await SignedInAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Table.CommitAsync(Bind(await LoadedAsync(id), "bob"), default);

        var ended = await Directory.DestroyByUserAsync("ada");

        Assert.That((ended, await StatusOfAsync(id)), Is.EqualTo((0, SessionLoadStatus.Live)));
    }

    [Test]
    public async Task A_revocation_of_an_unknown_user_ends_nothing()
    {
        Assert.That(await Directory.DestroyByUserAsync("nobody"), Is.Zero);
    }

    [Test]
    public void A_user_or_session_must_be_named([Values(null, "")] string? name)
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => Directory.DestroyByUserAsync(name!), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => Directory.DestroyAsync(name!), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => Directory.DestroyAsync("id", name!), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => Directory.ListByUserAsync(name!).ToArrayAsync().AsTask(), Throws.InstanceOf<ArgumentException>());
        });
    }

    private static DynamoSession.Core.Fields.SessionChange SessionChangeOf(string text) => DynamoSession.Core.Fields.SessionChange.Set(Sample.Text(text));
}
