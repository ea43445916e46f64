using DynamoSession.AspNetCore;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>A session gets its own idle timeout while another of its requests is in progress.</summary>
[TestFixture(false)]
[TestFixture(true, Category = TestEngine.Category)]
[Category(ProofRun.Category)]
public sealed class OwnIdleTimeoutTests(bool onEngine)
{
    private static readonly Dictionary<string, Func<IDynamoSession, Task>> Actions = new(StringComparer.Ordinal)
    {
        ["reads"] = Run(session => _ = session.IsNew),
        ["writes"] = Run(session => session.Increment("count")),
        ["writes many fields"] = Run(session =>
        {
            for (var index = 0; index < 300; index++)
            {
                session.Set($"field {index}", index);
            }
        }),
        ["clears"] = Run(session => session.Clear()),
        ["renews"] = Run(session => session.RenewId()),
        ["binds to a user"] = Run(session => session.UserId = "ada"),
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
    public async Task A_concurrent_request_does_not_undo_the_new_idle_timeout(
        [ValueSource(nameof(ActionNames))] string action, [Values(5, 20, 60)] int minutes, [Values] bool hadOwnTimeout, [Values(-1, 0, 1)] int offset)
    {
        using var app = new Instance(await TableAsync(), _clock);
        var browser = new CookieJar(_clock);
        await app.SendAsync(browser, session =>
        {
            session.Set("count", 0);
            session.IdleTimeout = TimeSpan.FromMinutes(hadOwnTimeout ? 10 : 20);
        });
        _clock.Advance(TimeSpan.FromMinutes(3));

        var response = await app.SendAsync(browser, async slow =>
        {
            await app.SendAsync(browser, session => session.IdleTimeout = TimeSpan.FromMinutes(minutes));
            await Actions[action](slow);
        });
        var cookie = browser[SessionApp.CookieName]!;
        _clock.Advance(TimeSpan.FromSeconds((60 * minutes) + offset));

        Assert.That(response.Status, Is.EqualTo(200));
        Assert.That(await app.IsLiveAsync(cookie), Is.EqualTo(offset < 0));
    }

    private static string[] ActionNames() => [.. Actions.Keys];

    private static Func<IDynamoSession, Task> Run(Action<IDynamoSession> action) => session =>
    {
        action(session);
        return Task.CompletedTask;
    };

    private async Task<ISessionTable> TableAsync() => _tableName is null
        ? new InMemorySessionTable(_clock)
        : new DynamoDbSessionTable(await TestEngine.ClientAsync(), new SessionTableOptions { TableName = _tableName }, _clock);
}
