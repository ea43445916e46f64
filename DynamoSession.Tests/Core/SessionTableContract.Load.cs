using DynamoSession.Core;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core;

public abstract partial class SessionTableContract
{
    [Test]
    public async Task An_unknown_id_is_missing([Values] bool consistentRead)
    {
        var result = await Table.LoadAsync(Sample.NewId(), consistentRead, default);

        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Missing));
        Assert.That(result.Record, Is.Null);
    }

    [Test]
    public async Task A_created_session_is_loaded_as_it_was_created()
    {
        var creation = Sample.Creation(Now, fields: [("theme", Sample.Text("dark")), ("visits", Sample.Number(3)), ("empty", Sample.Json("""{"M":{}}"""))]);
        await Table.CreateAsync(creation, default);

        var record = await LoadedAsync(creation.Id);

        Assert.That(record.Id, Is.EqualTo(creation.Id));
        Assert.That(Sample.TextOf(record.Fields), Is.EquivalentTo(Sample.TextOf(creation.Fields)));
        Assert.That(record.Version, Is.EqualTo(1));
        Assert.That(record.CreatedAt, Is.EqualTo(creation.CreatedAt));
        Assert.That(record.ExpiresAt, Is.EqualTo(creation.ExpiresAt));
        Assert.That(record.AbsoluteExpiresAt, Is.EqualTo(creation.AbsoluteExpiresAt));
        Assert.That(record.CommitTokens, Is.EqualTo(new Dictionary<string, long> { [creation.Token] = Now.ToUnixTimeSeconds() }));
    }

    [Test]
    public async Task Times_are_cut_to_whole_seconds()
    {
        var creation = Sample.Creation(Now.AddMilliseconds(999));
        await Table.CreateAsync(creation, default);

        var record = await LoadedAsync(creation.Id);

        Assert.That(record.CreatedAt, Is.EqualTo(Now));
        Assert.That(record.ExpiresAt, Is.EqualTo(Now.AddMinutes(20)));
    }

    [Test]
    public async Task A_session_lives_until_the_second_in_which_it_expires()
    {
        var record = await CreatedAsync();

        Clock.Advance(TimeSpan.FromMinutes(20) - TimeSpan.FromMilliseconds(1));
        var before = await StatusOfAsync(record.Id);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await StatusOfAsync(record.Id);

        Assert.That((before, after), Is.EqualTo((SessionLoadStatus.Live, SessionLoadStatus.Expired)));
    }

    [Test]
    public async Task A_session_past_its_absolute_end_has_expired_whatever_else_it_says()
    {
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(),
            CreatedAt = Now,
            ExpiresAt = Now.AddMinutes(20),
            AbsoluteExpiresAt = Now.AddMinutes(10),
        };
        await Table.CreateAsync(creation, default);

        Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(await StatusOfAsync(creation.Id), Is.EqualTo(SessionLoadStatus.Expired));
    }

    [Test]
    public async Task A_session_may_have_no_absolute_end()
    {
        var creation = new SessionCreation { Id = Sample.NewId(), Fields = Sample.Fields(), CreatedAt = Now, ExpiresAt = Now.AddMinutes(20), AbsoluteExpiresAt = null };
        await Table.CreateAsync(creation, default);

        Assert.That((await LoadedAsync(creation.Id)).AbsoluteExpiresAt, Is.Null);
    }

    [Test]
    public async Task A_destroyed_session_is_dead_for_a_minute_and_missing_afterwards()
    {
        var record = await CreatedAsync();
        await Table.DestroyAsync(record.Id, default);

        Clock.Advance(TimeSpan.FromSeconds(59));
        var within = await StatusOfAsync(record.Id);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var afterwards = await StatusOfAsync(record.Id);

        Assert.That((within, afterwards), Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Missing)));
    }

    [Test]
    public void A_cancelled_call_is_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(() => Table.LoadAsync(Sample.NewId(), consistentRead: true, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
