using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task A_commit_that_is_tried_again_takes_effect_once()
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("count", SessionChange.Increment(1))));

        var first = await Table.CommitAsync(commit, default);
        var second = await Table.CommitAsync(commit, default);

        Assert.That((first, second), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied)));
        Assert.That((await FieldsOfAsync(record.Id))["count"], Is.EqualTo("""{"N":"1"}"""));
    }

    [Test]
    public async Task A_retried_clear_does_not_undo_a_later_commit()
    {
        var record = await CreatedAsync();
        var clear = Sample.Commit(record, Sample.ClearAnd());
        await Table.CommitAsync(clear, default);
        await CommitAsync(record, ("later", SetText("x")));

        var again = await Table.CommitAsync(clear, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(await FieldsOfAsync(record.Id), Contains.Key("later"));
    }

    [Test]
    public async Task A_commit_that_was_applied_stays_applied_when_it_is_tried_again_after_the_end_of_the_session()
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("a", SetText("x"))));
        await Table.CommitAsync(commit, default);
        Clock.Advance(record.ExpiresAt - Now);

        var again = await Table.CommitAsync(commit, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_commit_that_was_applied_stays_applied_when_it_is_tried_again_after_the_session_was_ended(bool byRenewal)
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("a", SetText("x"))));
        await Table.CommitAsync(commit, default);
        if (byRenewal)
        {
            await Table.FenceAsync(new SessionFence { Id = record.Id, Version = record.Version + 1 }, default);
        }
        else
        {
            await Table.DestroyAsync(record.Id, default);
        }

        var again = await Table.CommitAsync(commit, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Dead));
    }

    [TestCase(1)]
    [TestCase(300)]
    public async Task A_commit_to_a_session_that_never_existed_is_refused(int fields)
    {
        var record = await CreatedAsync();
        var unknown = new SessionRecord
        {
            Id = Sample.NewId(),
            Fields = record.Fields,
            Version = record.Version,
            CreatedAt = record.CreatedAt,
            ExpiresAt = record.ExpiresAt,
            AbsoluteExpiresAt = record.AbsoluteExpiresAt,
            CommitTokens = record.CommitTokens,
        };

        var status = await CommitAsync(unknown, Many(fields));

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Missing));
        Assert.That(await StatusOfAsync(unknown.Id), Is.EqualTo(SessionLoadStatus.Missing));
    }

    [TestCase(1)]
    [TestCase(300)]
    public async Task A_commit_to_an_expired_session_is_refused(int fields)
    {
        var record = await CreatedAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));

        var status = await Table.CommitAsync(Sample.Commit(record, Sample.Changes(Many(fields)), Now.AddHours(1)), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Expired));
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Expired));
    }

    [TestCase(1, false)]
    [TestCase(300, false)]
    [TestCase(1, true)]
    public async Task A_commit_to_a_destroyed_session_is_refused(int fields, bool clears)
    {
        var record = await CreatedAsync();
        await Table.DestroyAsync(record.Id, default);

        var changes = clears ? Sample.ClearAnd(Many(fields)) : Sample.Changes(Many(fields));
        var status = await Table.CommitAsync(Sample.Commit(record, changes, Now.AddHours(1)), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Dead));
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Dead));
    }

    [Test]
    public async Task An_old_tombstone_is_an_unknown_id_to_every_write()
    {
        var record = await CreatedAsync();
        await Table.DestroyAsync(record.Id, default);
        Clock.Advance(TimeSpan.FromSeconds(60));

        var commit = await CommitAsync(record, ("a", SetText("x")));
        var touch = await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddHours(1), default);
        var destroyed = await Table.DestroyAsync(record.Id, default);

        Assert.That((commit, touch, destroyed), Is.EqualTo((SessionWriteStatus.Missing, SessionWriteStatus.Missing, false)));
        Assert.That(await StatusOfAsync(record.Id), Is.EqualTo(SessionLoadStatus.Missing));
    }

    [Test]
    public async Task A_touch_extends()
    {
        var record = await CreatedAsync(("a", Sample.Number(1)));

        var status = await Table.TouchAsync(record.Id, idleTimeout: null, Now.AddMinutes(30), default);

        var after = await LoadedAsync(record.Id);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((after.ExpiresAt, after.Version), Is.EqualTo((Now.AddMinutes(30), 1)));
        Assert.That(after.CommitTokens, Is.EqualTo(record.CommitTokens));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public async Task A_touch_never_shortens(int seconds)
    {
        var record = await CreatedAsync();

        var status = await Table.TouchAsync(record.Id, idleTimeout: null, record.ExpiresAt.AddSeconds(seconds), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
        Assert.That((await LoadedAsync(record.Id)).ExpiresAt, Is.EqualTo(record.ExpiresAt));
    }

    [Test]
    public async Task A_touch_revives_nothing()
    {
        var expired = await CreatedAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        var destroyed = await CreatedAsync();
        await Table.DestroyAsync(destroyed.Id, default);
        var never = Sample.NewId();
        var later = Now.AddHours(1);

        SessionWriteStatus[] outcomes =
        [
            await Table.TouchAsync(expired.Id, idleTimeout: null, later, default),
            await Table.TouchAsync(destroyed.Id, idleTimeout: null, later, default),
            await Table.TouchAsync(never, idleTimeout: null, later, default),
        ];

        Assert.That(outcomes, Is.EqualTo(new[] { SessionWriteStatus.Expired, SessionWriteStatus.Dead, SessionWriteStatus.Missing }));
        Assert.That(await StatusOfAsync(expired.Id), Is.EqualTo(SessionLoadStatus.Expired));
        Assert.That(await StatusOfAsync(destroyed.Id), Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That(await StatusOfAsync(never), Is.EqualTo(SessionLoadStatus.Missing));
    }

    [Test]
    public async Task A_session_is_destroyed_once()
    {
        var record = await CreatedAsync();

        var first = await Table.DestroyAsync(record.Id, default);
        var second = await Table.DestroyAsync(record.Id, default);
        var unknown = await Table.DestroyAsync(Sample.NewId(), default);

        Assert.That((first, second, unknown), Is.EqualTo((true, false, false)));
    }

    [Test]
    public async Task A_commit_removes_loaded_tokens_that_are_older_than_two_minutes()
    {
        var created = await CreatedAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await CommitAsync(created, ("a", SetText("1")));
        var loaded = await LoadedAsync(created.Id);
        Clock.Advance(TimeSpan.FromSeconds(120));
        var unseen = Sample.Commit(created, Sample.Changes(("b", SetText("2"))));
        await Table.CommitAsync(unseen, default);

        var commit = Sample.Commit(loaded, Sample.Changes(("c", SetText("3"))));
        await Table.CommitAsync(commit, default);

        var secondToken = loaded.CommitTokens.Keys.Except(created.CommitTokens.Keys).Single();
        Assert.That((await LoadedAsync(created.Id)).CommitTokens.Keys, Is.EquivalentTo(new[] { secondToken, unseen.Token, commit.Token }));
    }
}
