using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Events;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Events;

/// <summary>Whatever is done to sessions, the latest event of each id says the same as the table, in whatever order the events arrive.</summary>
[Category(TestEngine.Category)]
public sealed class SessionEventsAgreeWithTheTableTests
{
    private const int Steps = 150;

    private static readonly string?[] Users = [null, "ada", "bob"];

    private readonly SessionTableOptions _options = new();
    private readonly List<string> _ids = [];
    private ManualTimeProvider _clock = null!;
    private IAmazonDynamoDB _client = null!;
    private DynamoDbSessionTable _table = null!;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task The_latest_event_of_each_id_is_the_state_in_the_table(int seed)
    {
        var random = new Random(seed);
        _client = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        using var stream = await TableStream.EnableAsync(_options.TableName);
        _clock = new(TimeProvider.System.GetUtcNow().AddHours(-2));
        _table = new(_client, _options, _clock);
        _ids.Clear();
        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(random);
        }

        var reader = new SessionEventReader(_options) { ReportsExpiryChanges = true };
        var events = (await stream.ReadAsync()).Select(record => reader.Read(JsonElement.Parse(record.ToJsonString()))).OfType<SessionEvent>().ToArray();
        var delivered = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(delivered);
        var latest = new Dictionary<string, SessionEvent>(StringComparer.Ordinal);
        foreach (var read in delivered)
        {
            if (!latest.TryGetValue(read.SessionId, out var known) || string.CompareOrdinal(known.OrderKey, read.OrderKey) < 0)
            {
                latest[read.SessionId] = read;
            }
        }

        var now = _clock.GetUtcNow();
        var told = latest.Values.Where(read => read.IsLive && read.ExpiresAt > now).Select(read => (read.SessionId, read.UserId, read.ExpiresAt));
        var stored = await LiveAsync();
        Assert.That(told, Is.EquivalentTo(stored));
        Assert.That(stored, Has.Count.GreaterThan(1));
        Assert.That(events.Select(read => read.GetType()).Distinct().Count(), Is.EqualTo(6));
    }

    private async Task StepAsync(Random random)
    {
        _clock.Advance(TimeSpan.FromSeconds(random.Next(30)));
        if (_ids.Count == 0 || random.Next(4) == 0)
        {
            await CreateAsync(Sample.NewId(), random);
            return;
        }

        var id = _ids[random.Next(_ids.Count)];
        if ((await _table.LoadAsync(id, consistentRead: true, default)).Record is not { } session)
        {
            // As with app.UseSession(), which reuses the ids of sessions that have ended.
            await CreateAsync(id, random, replacesEnded: true);
            return;
        }

        switch (random.Next(8))
        {
            case 0:
                await _table.DestroyAsync(id, default);
                break;
            case 1:
                await RenewAsync(session, Users[random.Next(Users.Length)]);
                break;
            case 2:
                await _client.DeleteItemAsync(_options.TableName, new Dictionary<string, AttributeValue> { ["id"] = new("s1#" + id) });
                break;
            case 3:
                await _table.TouchAsync(id, session.IdleTimeout, _clock.GetUtcNow().AddMinutes(10), default);
                break;
            default:
                await CommitAsync(session, Users[random.Next(Users.Length)], random);
                break;
        }
    }

    private async Task CreateAsync(string id, Random random, bool replacesEnded = false)
    {
        var now = _clock.GetUtcNow();
        await _table.CreateAsync(
            new SessionCreation
            {
                Id = id,
                Fields = Sample.Fields(("visits", Sample.Number(random.Next(3)))),
                CreatedAt = now,
                ExpiresAt = now.AddMinutes(10),
                AbsoluteExpiresAt = now.AddMinutes(random.Next(5, 60)),
                UserId = Users[random.Next(Users.Length)],
                ReplacesEnded = replacesEnded,
            },
            default);
        if (!replacesEnded)
        {
            _ids.Add(id);
        }
    }

    private async Task CommitAsync(SessionRecord session, string? userId, Random random)
    {
        var change = random.Next(2) == 0 ? SessionChange.Increment(1) : SessionChange.Set(Sample.Number(1));
        await _table.CommitAsync(
            new SessionCommit
            {
                Loaded = session,
                Changes = Sample.Changes(("visits", change)),
                ExpiresAt = session.ExpiresAt,
                IdleTimeout = session.IdleTimeout,
                UserId = userId,
            },
            default);
    }

    private async Task RenewAsync(SessionRecord session, string? userId)
    {
        var copy = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = session.Fields,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
            AbsoluteExpiresAt = session.AbsoluteExpiresAt,
            UserId = userId,
            Version = session.Version + 1,
        };
        await _table.CreateAsync(copy, default);
        await _table.FenceAsync(new SessionFence { Id = session.Id, Version = session.Version, SuccessorId = userId == session.UserId ? copy.Id : null }, default);
        _ids.Add(copy.Id);
    }

    private async Task<List<(string, string?, DateTimeOffset?)>> LiveAsync()
    {
        var live = new List<(string, string?, DateTimeOffset?)>();
        foreach (var id in _ids)
        {
            if ((await _table.LoadAsync(id, consistentRead: true, default)).Record is { } session)
            {
                live.Add((id, session.UserId, session.ExpiresAt));
            }
        }

        return live;
    }
}
