using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>Two instances whose clocks differ share a table: the home instance's clock is right, the other's is ahead or behind.</summary>
[Category(ProofRun.Category)]
[Category(TestEngine.Category)]
public sealed class SkewTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    private string _tableName = null!;
    private ManualTimeProvider _clock = null!;
    private CookieJar _browser = null!;
    private Instance _home = null!;
    private Instance? _other;

    [OneTimeSetUp]
    public async Task CreateTheTableAsync() => _tableName = await TestEngine.CreateTableAsync();

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new ManualTimeProvider();
        _browser = new CookieJar(_clock);
        _home = new Instance(await TableAsync(_clock), _clock, options => options.AbsoluteTimeout = TimeSpan.FromMinutes(30));
        await SetAsync(_home);
    }

    [TearDown]
    public void Stop()
    {
        _home.Dispose();
        _other?.Dispose();
    }

    [Test]
    public async Task A_commit_retried_within_90_seconds_is_applied_once_even_if_an_instance_whose_clock_is_30_seconds_off_commits_first(
        [Values(-30, 0, 30)] int skew, [Values(-1, 0, 1)] int offset)
    {
        var here = await TableAsync(_clock);
        var there = await TableAsync(Skewed(skew));
        var applied = Commits.Increment(await LoadAsync(here));
        Assert.That(await here.CommitAsync(applied, CancellationToken.None), Is.EqualTo(SessionWriteStatus.Applied));

        _clock.Advance(TimeSpan.FromSeconds(90 + offset));
        Assert.That(await there.CommitAsync(Commits.Increment(await LoadAsync(there)), CancellationToken.None), Is.EqualTo(SessionWriteStatus.Applied));

        // An instance whose clock is as far ahead as allowed removes the token a second later, when no retry is allowed any more.
        var hasToken = (await LoadAsync(here)).CommitTokens.ContainsKey(applied.Token);
        Assert.That(hasToken, Is.EqualTo(skew < 30 || offset <= 0));
        if (hasToken)
        {
            Assert.That(await here.CommitAsync(applied, CancellationToken.None), Is.EqualTo(SessionWriteStatus.AlreadyApplied));
            Assert.That((await LoadAsync(here)).Version, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task An_unused_session_expires_early_or_late_by_the_skew_and_no_more(
        [Values(-120, -30, 30, 120)] int skew, [Values] bool startsHome, [Values(-1, 0, 1)] int offset)
    {
        await StartOtherAsync(skew);
        if (!startsHome)
        {
            _browser = new CookieJar(_clock);
            await SetAsync(_other!);
        }

        // Each instance compares an expiry that the other stored with its own clock.
        _clock.Advance(Idle + TimeSpan.FromSeconds(startsHome ? -skew : skew) + TimeSpan.FromSeconds(offset));

        Assert.That(await (startsHome ? _other! : _home).UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task A_session_in_use_expires_at_its_absolute_timeout_early_or_late_by_the_skew_and_no_more(
        [Values(-120, -30, 30, 120)] int skew, [Values(-1, 0, 1)] int offset)
    {
        await StartOtherAsync(skew);
        for (var minutes = 5; minutes < 30; minutes += 5)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            await SetAsync(minutes % 10 == 0 ? _home : _other!);
        }

        _clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(offset - skew));

        Assert.That(await _other!.UseAsync(_browser), Is.EqualTo(offset < 0));
    }

    [Test]
    public async Task Use_on_an_instance_whose_clock_is_off_shortens_a_session_by_no_more_than_the_skew_and_the_touch_interval([Values(-120, -30, 30, 120)] int skew)
    {
        await StartOtherAsync(skew);
        var cookie = Cookie();
        _clock.Advance(TimeSpan.FromMinutes(3));
        await SetAsync(_home);
        await _other!.UseAsync(_browser);
        await SetAsync(_other);

        _clock.Advance(Idle - TimeSpan.FromSeconds(Math.Abs(skew)) - TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));

        Assert.That(await _home.IsLiveAsync(cookie), Is.True);
    }

    [Test]
    public async Task A_destroyed_session_ends_at_once_and_for_good_on_every_instance(
        [Values(-120, -30, 30, 120)] int skew, [Values(0, 59, 60, 61, 1200)] int seconds)
    {
        await StartOtherAsync(skew);
        var ended = Cookie();
        var late = Commits.Increment(await LoadAsync(await TableAsync(Skewed(skew))));
        await _home.SendAsync(_browser, session => session.Destroy());

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        await AssertEndedEverywhereAsync(ended, late, skew);
    }

    [Test]
    public async Task A_renewed_id_ends_at_once_and_for_good_on_every_instance(
        [Values(-120, -30, 30, 120)] int skew, [Values(0, 59, 60, 61, 1200)] int seconds)
    {
        await StartOtherAsync(skew);
        var ended = Cookie();
        var late = Commits.Increment(await LoadAsync(await TableAsync(Skewed(skew))));
        await SetAsync(_home, session => session.RenewId());

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        await AssertEndedEverywhereAsync(ended, late, skew);
    }

    [Test]
    public async Task A_request_whose_session_is_ended_on_another_instance_meanwhile_neither_writes_nor_sends_a_cookie([Values(-120, -30, 30, 120)] int skew, [Values] bool isRenewed)
    {
        await StartOtherAsync(skew);
        var ended = Cookie();
        var slow = new CookieJar(_clock) { [SessionApp.CookieName] = ended };

        var response = await _other!.SendAsync(slow, async session =>
        {
            session.Increment("count");
            await EndAsync(isRenewed);
        });

        Assert.That((response.Status, response.SetCookies.Count), Is.EqualTo((409, 0)));
        Assert.That(await _home.IsLiveAsync(ended), Is.False);
    }

    [Test]
    public async Task A_late_write_with_an_ended_id_is_refused_for_60_seconds_minus_the_skew([Values(-120, -30, 0, 30)] int skew, [Values] bool isRenewed)
    {
        await StartOtherAsync(skew);
        var late = new CookieJar(_clock) { [SessionApp.CookieName] = Cookie() };
        await EndAsync(isRenewed);

        _clock.Advance(TimeSpan.FromSeconds(59 - Math.Max(skew, 0)));
        var response = await _other!.SendAsync(late, session => session.Increment("count"));

        Assert.That((response.Status, response.SetCookies.Count), Is.EqualTo((409, 0)));
    }

    [Test]
    public async Task A_lease_that_another_instance_takes_over_early_makes_its_holders_commit_a_conflict_and_nothing_is_applied_twice([Values(30, 120)] int skew)
    {
        var here = await TableAsync(_clock);
        var there = await TableAsync(Skewed(skew));
        var id = SessionId.PublicIdOf(Cookie());
        var first = new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) };
        var second = new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) };

        var held = (await here.AcquireAsync(first, CancellationToken.None)).Record!;
        var taken = (await there.AcquireAsync(second, CancellationToken.None)).Record!;
        var refused = await here.CommitAsync(Commits.Increment(held, first), CancellationToken.None);
        var applied = await there.CommitAsync(Commits.Increment(taken, second), CancellationToken.None);

        Assert.That((refused, applied), Is.EqualTo((SessionWriteStatus.Conflict, SessionWriteStatus.Applied)));
    }

    private async Task AssertEndedEverywhereAsync(string ended, SessionCommit late, int skew)
    {
        var isWritten = await (await TableAsync(Skewed(skew))).CommitAsync(late, CancellationToken.None);
        var jar = new CookieJar(_clock) { [SessionApp.CookieName] = ended };
        var isSeen = await _other!.UseAsync(jar);
        await _other.SendAsync(jar, session => session.Increment("count"));

        Assert.Multiple(() =>
        {
            Assert.That(isWritten, Is.EqualTo(SessionWriteStatus.Dead).Or.EqualTo(SessionWriteStatus.Missing));
            Assert.That(isSeen, Is.False);
        });
        Assert.That((await _home.IsLiveAsync(ended), await _other.IsLiveAsync(ended)), Is.EqualTo((false, false)));
    }

    private Task<InProcessAnswer> EndAsync(bool isRenewed) => _home.SendAsync(_browser, session =>
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

    private async Task StartOtherAsync(int skew) =>
        _other = new Instance(await TableAsync(Skewed(skew)), Skewed(skew), options => options.AbsoluteTimeout = TimeSpan.FromMinutes(30));

    private SkewedClock Skewed(int seconds) => new(_clock, TimeSpan.FromSeconds(seconds));

    private string Cookie() => _browser[SessionApp.CookieName]!;

    private async Task SetAsync(Instance instance, Action<IDynamoSession>? action = null)
    {
        var response = await instance.SendAsync(_browser, session =>
        {
            session.Increment("count");
            action?.Invoke(session);
        });
        Assert.That(response.Status, Is.EqualTo(200));
    }

    private async Task<SessionRecord> LoadAsync(ISessionTable table) =>
        (await table.LoadAsync(SessionId.PublicIdOf(Cookie()), consistentRead: true, CancellationToken.None)).Record!;

    private async Task<ISessionTable> TableAsync(TimeProvider clock) =>
        new DynamoDbSessionTable(await TestEngine.ClientAsync(), new SessionTableOptions { TableName = _tableName }, clock);
}
