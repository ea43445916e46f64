using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>A session gets an idle timeout of its own while another request of it, which does not know, is under way.</summary>
[TestFixture(false)]
[TestFixture(true, Category = TestEngine.Category)]
[Category(ProofRun.Category)]
public sealed class OwnIdleTimeoutTests(bool onEngine)
{
    private static readonly Dictionary<string, Func<IDynamoSession, Task>> Works = new(StringComparer.Ordinal)
    {
        ["reads"] = Does(session => _ = session.IsNew),
        ["writes"] = Does(session => session.Increment("count")),
        ["writes very much"] = Does(session =>
        {
            for (var index = 0; index < 300; index++)
            {
                session.Set($"field {index}", index);
            }
        }),
        ["clears"] = Does(session => session.Clear()),
        ["renews"] = Does(session => session.RenewId()),
        ["binds to a user"] = Does(session => session.UserId = "ada"),
        ["commits twice"] = async session =>
        {
            session.Increment("count");
            await session.CommitAsync();
            session.Increment("count");
        },
    };

    private readonly ManualTimeProvider _clock = new();

    private string? _tableName;

    [OneTimeSetUp]
    public async Task CreateTheTableAsync() => _tableName = onEngine ? await TestEngine.CreateTableAsync() : null;

    [Test]
    public async Task A_request_under_way_does_not_take_the_new_idle_timeout_back(
        [ValueSource(nameof(WorkNames))] string work, [Values(5, 20, 60)] int minutes, [Values] bool hadItsOwn, [Values(-1, 0, 1)] int offset)
    {
        using var app = new Instance(await TableAsync(), _clock);
        var browser = new CookieJar(_clock);
        await app.SendAsync(browser, session =>
        {
            session.Set("count", 0);
            session.IdleTimeout = TimeSpan.FromMinutes(hadItsOwn ? 10 : 20);
        });
        _clock.Advance(TimeSpan.FromMinutes(3));

        var answer = await app.SendAsync(browser, async slow =>
        {
            await app.SendAsync(browser, session => session.IdleTimeout = TimeSpan.FromMinutes(minutes));
            await Works[work](slow);
        });
        var cookie = browser[SessionApp.CookieName]!;
        _clock.Advance(TimeSpan.FromSeconds((60 * minutes) + offset));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(await app.LivesAsync(cookie), Is.EqualTo(offset < 0));
    }

    private static string[] WorkNames() => [.. Works.Keys];

    private static Func<IDynamoSession, Task> Does(Action<IDynamoSession> work) => session =>
    {
        work(session);
        return Task.CompletedTask;
    };

    private async Task<ISessionTable> TableAsync() => _tableName is null
        ? new InMemorySessionTable(_clock)
        : new DynamoDbSessionTable(await TestEngine.ClientAsync(), new SessionTableOptions { TableName = _tableName }, _clock);
}
