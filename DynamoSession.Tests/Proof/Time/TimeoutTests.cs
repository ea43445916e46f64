using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>Every timeout rule, one second before its boundary, at the boundary, and one second after it.</summary>
[TestFixture(false)]
[TestFixture(true, Category = TestEngine.Category)]
[Category(ProofRun.Category)]
public sealed class TimeoutTests(bool onEngine)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    private readonly List<Instance> _instances = [];
    private ManualTimeProvider _clock = null!;
    private CookieJar _browser = null!;
    private string? _tableName;

    [OneTimeSetUp]
    public async Task CreateTheTableAsync() => _tableName = onEngine ? await TestEngine.CreateTableAsync() : null;

    [SetUp]
    public void Reset()
    {
        _clock = new ManualTimeProvider();
        _browser = new CookieJar(_clock);
    }

    [TearDown]
    public void DisposeInstances()
    {
        _instances.ForEach(instance => instance.Dispose());
        _instances.Clear();
    }

    [Test]
    public async Task A_session_lives_until_it_has_been_unused_for_its_idle_timeout([Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app);

        Advance(Idle, offset);

        Assert.That(await app.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_session_created_in_the_middle_of_a_second_expires_up_to_a_second_early_but_never_late(
        [Values(0.001, 0.5, 0.999)] double fraction, [Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        _clock.Advance(TimeSpan.FromSeconds(fraction));
        await SetAsync(app);

        Advance(Idle, offset);

        Assert.That(await app.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_request_that_found_a_live_session_but_could_not_extend_it_commits_only_while_the_session_is_still_live([Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync(options => options.AbsoluteTimeout = TimeSpan.FromMinutes(20));
        await SetAsync(app);
        var cookie = Cookie();
        _clock.Advance(TimeSpan.FromMinutes(19));

        var response = await app.SendAsync(_browser, session =>
        {
            session.Increment("count");
            Advance(TimeSpan.FromMinutes(1), offset);
        });

        Assert.Multiple(() =>
        {
            Assert.That(response.Status, Is.EqualTo(offset < 0 ? 200 : 409));
            Assert.That(response.SetCookies, Is.Empty);
        });
        Assert.That(await app.IsLiveAsync(cookie), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_request_that_found_a_live_session_keeps_it_live([Values] bool writes, [Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app);
        var cookie = Cookie();
        _clock.Advance(TimeSpan.FromMinutes(19));
        var extended = _clock.GetUtcNow().AddMinutes(20).AddSeconds(-1);

        var response = await app.SendAsync(_browser, async session =>
        {
            for (var attempt = 0; attempt < 2_000 && session.ExpiresAt < extended; attempt++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            Advance(TimeSpan.FromMinutes(1), offset);
            if (writes)
            {
                session.Increment("count");
            }
        });

        Assert.That(response.Status, Is.EqualTo(200));
        Assert.That(await app.IsLiveAsync(cookie), Is.True);
    }

    [Test]
    public async Task A_session_in_use_expires_at_its_absolute_timeout_under_any_id([Values] bool isRenewed, [Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync(options => options.AbsoluteTimeout = TimeSpan.FromMinutes(30));
        await SetAsync(app);
        for (var minutes = 5; minutes < 30; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await SetAsync(app, session =>
            {
                if (isRenewed)
                {
                    session.RenewId();
                }
            });
        }

        Advance(TimeSpan.FromMinutes(5), offset);

        Assert.That(await app.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [TestCase(null, 120)]
    [TestCase(60, 60)]
    [TestCase(600, 600)]
    public async Task A_request_without_changes_touches_the_session_only_if_that_extends_it_by_the_touch_interval(int? touchAfter, int due)
    {
        foreach (var offset in new[] { -1, 0, 1 })
        {
            var app = await StartAsync(options => options.TouchAfter = touchAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            _browser = new CookieJar(_clock);
            await SetAsync(app);
            var writes = app.Table.Writes;

            Advance(TimeSpan.FromSeconds(due), offset);
            await app.UseAsync(_browser);

            Assert.That(app.Table.Writes - writes, Is.EqualTo(offset < 0 ? 0 : 1), $"{offset} s");
        }
    }

    [Test]
    public async Task A_session_with_its_own_idle_timeout_expires_after_it_under_any_id(
        [Values(1, 5, 60)] int minutes, [Values] bool isRenewed, [Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app, session => session.IdleTimeout = TimeSpan.FromMinutes(minutes));
        if (isRenewed)
        {
            await SetAsync(app, session => session.RenewId());
        }

        Advance(TimeSpan.FromMinutes(minutes), offset);

        Assert.That(await app.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_shorter_idle_timeout_shortens_the_session_at_once([Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app);
        await SetAsync(app, session => session.IdleTimeout = TimeSpan.FromMinutes(5));

        Advance(TimeSpan.FromMinutes(5), offset);

        Assert.That(await app.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_session_with_its_own_idle_timeout_is_touched_after_a_tenth_of_it([Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app, session => session.IdleTimeout = TimeSpan.FromMinutes(5));
        var writes = app.Table.Writes;

        Advance(TimeSpan.FromSeconds(30), offset);
        await app.UseAsync(_browser);

        Assert.That(app.Table.Writes - writes, Is.EqualTo(offset < 0 ? 0 : 1));
    }

    [Test]
    public async Task Writing_with_an_ended_id_is_refused_for_60_seconds_and_then_starts_a_new_session([Values] bool isRenewed, [Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync();
        await SetAsync(app);
        var ended = Cookie();
        await app.SendAsync(_browser, session =>
        {
            if (isRenewed)
            {
                session.RenewId();
            }
            else
            {
                session.Destroy();
            }
        });
        _browser = new CookieJar(_clock) { [SessionApp.CookieName] = ended };

        Advance(TimeSpan.FromSeconds(60), offset);
        var response = await app.SendAsync(_browser, session => session.Increment("count"));

        Assert.Multiple(() =>
        {
            Assert.That(response.Status, Is.EqualTo(offset < 0 ? 409 : 200));
            Assert.That(response.SetCookies, Has.Count.EqualTo(offset < 0 ? 0 : 1));
            Assert.That(Cookie(), offset < 0 ? Is.EqualTo(ended) : Is.Not.EqualTo(ended));
        });
        Assert.That(await app.IsLiveAsync(ended), Is.False);
    }

    [Test]
    public async Task A_commit_is_recognized_for_120_seconds_even_if_others_follow([Values(-1, 0, 1)] int offset)
    {
        var table = await TableAsync(_clock);
        var id = await CreateAsync(table);
        var applied = Increment((await LoadAsync(table, id))!);
        Assert.That(await table.CommitAsync(applied, CancellationToken.None), Is.EqualTo(SessionWriteStatus.Applied));

        Advance(TimeSpan.FromSeconds(120), offset);
        await table.CommitAsync(Increment((await LoadAsync(table, id))!), CancellationToken.None);

        // After that no retry is allowed, because it would be applied again.
        Assert.That((await LoadAsync(table, id))!.CommitTokens.ContainsKey(applied.Token), Is.EqualTo(offset <= 0));
        if (offset <= 0)
        {
            Assert.That(await table.CommitAsync(applied, CancellationToken.None), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
            Assert.That((await LoadAsync(table, id))!.Version, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task A_lease_can_be_taken_once_its_duration_has_elapsed_and_then_its_previous_holder_is_refused([Values(-1, 0, 1)] int offset)
    {
        var table = await TableAsync(_clock);
        var id = await CreateAsync(table);
        var lease = new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) };
        var held = (await table.AcquireAsync(lease, CancellationToken.None)).Record!;

        Advance(TimeSpan.FromSeconds(30), offset);
        var next = await table.AcquireAsync(new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) }, CancellationToken.None);
        var late = await table.CommitAsync(Increment(held, lease), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(next.Status, Is.EqualTo(offset < 0 ? SessionLoadStatus.Leased : SessionLoadStatus.Live));
            Assert.That(late, Is.EqualTo(offset < 0 ? SessionWriteStatus.Applied : SessionWriteStatus.Conflict));
        });
    }

    [Test]
    public async Task The_holder_of_an_expired_lease_can_commit_until_another_request_takes_it([Values(-1, 0, 1)] int offset)
    {
        var table = await TableAsync(_clock);
        var id = await CreateAsync(table);
        var lease = new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) };
        var held = (await table.AcquireAsync(lease, CancellationToken.None)).Record!;

        Advance(TimeSpan.FromSeconds(30), offset);

        Assert.That(await table.CommitAsync(Increment(held, lease), CancellationToken.None), Is.EqualTo(SessionWriteStatus.Applied));
    }

    [Test]
    public async Task A_persistent_cookie_is_sent_again_with_every_touch_and_lasts_as_long_as_its_session([Values(-1, 0, 1)] int offset)
    {
        var app = await StartAsync(options => options.Cookie.MaxAge = Idle);
        await SetAsync(app);

        Advance(TimeSpan.FromMinutes(2), offset);
        var response = await app.SendAsync(_browser, session => _ = session.IsNew);
        Assert.That(response.SetCookies.Count(cookie => cookie!.Contains("max-age=1200", StringComparison.Ordinal)), Is.EqualTo(offset < 0 ? 0 : 1));

        var cookie = Cookie();
        var left = offset < 0 ? Idle - TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1) : Idle;
        _clock.Advance(left - TimeSpan.FromSeconds(1));
        Assert.That((_browser.Header is not null, await app.IsLiveAsync(cookie)), Is.EqualTo((true, true)));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((_browser.Header is not null, await app.IsLiveAsync(cookie)), Is.EqualTo((false, false)));
    }

    private void Advance(TimeSpan boundary, int offset) => _clock.Advance(boundary + TimeSpan.FromSeconds(offset));

    private string Cookie() => _browser[SessionApp.CookieName]!;

    private async Task<Instance> StartAsync(Action<DynamoSessionOptions>? configure = null)
    {
        var instance = new Instance(await TableAsync(_clock), _clock, configure);
        _instances.Add(instance);
        return instance;
    }

    private async Task SetAsync(Instance app, Action<IDynamoSession>? action = null)
    {
        var response = await app.SendAsync(_browser, session =>
        {
            session.Increment("count");
            action?.Invoke(session);
        });
        Assert.That(response.Status, Is.EqualTo(200));
    }

    private async Task<ISessionTable> TableAsync(TimeProvider clock) => _tableName is null
        ? new InMemorySessionTable(clock)
        : new DynamoDbSessionTable(await TestEngine.ClientAsync(), new SessionTableOptions { TableName = _tableName }, clock);

    private async Task<string> CreateAsync(ISessionTable table)
    {
        var id = SessionId.PublicIdOf(SessionId.NewSecret());
        var now = _clock.GetUtcNow();
        var status = await table.CreateAsync(
            new SessionCreation { Id = id, Fields = new Dictionary<string, SessionValue>(), CreatedAt = now, ExpiresAt = now + Idle, AbsoluteExpiresAt = null },
            CancellationToken.None);
        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        return id;
    }

    private static async Task<SessionRecord?> LoadAsync(ISessionTable table, string id) => (await table.LoadAsync(id, consistentRead: true, CancellationToken.None)).Record;

    private static SessionCommit Increment(SessionRecord loaded, SessionLease? lease = null) => Commits.Increment(loaded, lease);
}
