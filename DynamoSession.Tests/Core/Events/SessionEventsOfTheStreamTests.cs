using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Events;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core.Events;

/// <summary>The events of what the package itself writes, read from the stream of a real table.</summary>
[Category(TestEngine.Category)]
public sealed class SessionEventsOfTheStreamTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private readonly SessionTableOptions _options = new();
    private IAmazonDynamoDB _client = null!;
    private DynamoDbSessionTable _table = null!;
    private TableStream _stream = null!;

    [SetUp]
    public async Task CreateTheTable()
    {
        _client = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        _stream = await TableStream.EnableAsync(_options.TableName);
        _table = TableAt(Now);
    }

    [TearDown]
    public void Close() => _stream.Dispose();

    [Test]
    public async Task A_session_from_its_creation_to_the_sign_out()
    {
        var created = await CreateAsync(userId: "ada", isExpired: false, ("theme", Sample.Text("dark")), ("visits", Sample.Number(1)));
        await CommitAsync(created.Id, ("visits", SessionChange.Increment(1)), ("theme", SessionChange.Remove));
        await CommitAsync(created.Id, change: null, userId: "bob");
        await _table.TouchAsync(created.Id, idleTimeout: null, Now.AddMinutes(30), default);
        var lease = new SessionLease { Id = created.Id, Duration = TimeSpan.FromSeconds(30) };
        await _table.AcquireAsync(lease, default);
        await _table.ReleaseAsync(lease, default);
        await _table.DestroyAsync(created.Id, default);
        await _client.DeleteItemAsync(_options.TableName, KeyOf(created.Id));

        var events = await ReadAsync();

        Assert.That(events.Select(Describe), Is.EqualTo(new[]
        {
            "SessionCreatedEvent ada",
            "SessionChangedEvent ada set visits removed theme",
            "SessionChangedEvent bob was ada",
            "SessionExpiryChangedEvent bob",
            "SessionEndedEvent bob SignedOut",
        }));
        Assert.That(events.Select(read => read.SessionId), Is.All.EqualTo(created.Id));
        Assert.That(events.Select(read => read.OrderKey), Is.Ordered.Using<string?>(string.CompareOrdinal).And.Unique);
        Assert.That(events.Select(read => read.EventId), Is.Unique.And.All.Not.Null);
        Assert.That(events.Select(read => read.OccurredAt!.Value), Is.All.EqualTo(Now).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task A_renewal_is_one_session_under_two_ids()
    {
        var session = await CreateAsync(userId: "ada");
        var copy = CopyOf(session);
        await _table.CreateAsync(copy, default);
        await _table.FenceAsync(new SessionFence { Id = session.Id, Version = session.Version, SuccessorId = copy.Id }, default);

        var events = await ReadAsync();

        Assert.That(events.Select(Describe), Is.EqualTo(new[] { "SessionCreatedEvent ada", "SessionContinuedEvent ada", "SessionRenewedEvent ada" }));
        Assert.That(events.Select(read => read.SessionId), Is.EqualTo(new[] { session.Id, copy.Id, session.Id }));
        Assert.That(((SessionRenewedEvent)events[2]).SuccessorId, Is.EqualTo(copy.Id));
    }

    [Test]
    public async Task A_copy_that_is_not_used_is_signed_out()
    {
        var session = await CreateAsync(userId: "ada");
        var copy = CopyOf(session);
        await _table.CreateAsync(copy, default);
        await CommitAsync(session.Id, ("cart", SessionChange.Set(Sample.Text("full"))));
        var fence = new SessionFence { Id = session.Id, Version = session.Version, SuccessorId = copy.Id };
        Assert.That(await _table.FenceAsync(fence, default), Is.EqualTo(SessionWriteStatus.Conflict));
        await _table.DestroyAsync(copy.Id, default);

        var events = await ReadAsync();

        Assert.That(events.Skip(1).Select(Describe), Is.EqualTo(new[]
        {
            "SessionContinuedEvent ada", "SessionChangedEvent ada set cart removed", "SessionEndedEvent ada SignedOut",
        }));
    }

    [Test]
    public async Task A_session_that_expired_is_told_of_by_its_replacement_or_its_deletion()
    {
        var replaced = await CreateAsync(userId: "ada", isExpired: true);
        var deleted = await CreateAsync(userId: "bob", isExpired: true);
        var destroyed = await CreateAsync(userId: "eve", isExpired: true);
        await _table.CreateAsync(Sample.Creation(Now, replaced.Id, replacesEnded: true), default);
        await _client.DeleteItemAsync(_options.TableName, KeyOf(deleted.Id));
        await _table.DestroyAsync(destroyed.Id, default);

        var events = await ReadAsync();

        Assert.That(events.Skip(3).Select(Describe), Is.EqualTo(new[]
        {
            "SessionCreatedEvent instead of ada Expired", "SessionEndedEvent bob Expired", "SessionEndedEvent eve Expired",
        }));
    }

    [Test]
    public async Task A_session_that_takes_the_place_of_a_tombstone_is_new()
    {
        var session = await CreateAsync(userId: null);
        await _table.DestroyAsync(session.Id, default);
        await _table.CreateAsync(Sample.Creation(Now, session.Id, replacesEnded: true), default);

        var events = await ReadAsync();

        Assert.That(events.Select(Describe), Is.EqualTo(new[] { "SessionCreatedEvent", "SessionEndedEvent SignedOut", "SessionCreatedEvent" }));
    }

    [Test]
    public async Task A_migrated_session_is_new_once()
    {
        var origin = new SessionOrigin { Store = "express", LegacyId = "legacy", AcceptedUntil = Now.AddHours(1), IsAhead = true };
        var ahead = MigratedFrom(origin, Sample.NewId());
        await _table.CreateAsync(ahead, default);
        await _table.CreateAsync(MigratedFrom(origin with { IsAhead = false }, ahead.Id), default);
        await ((ISessionOriginTable)_table).DetachOriginAsync(ahead.Id, default);

        var events = await ReadAsync();

        Assert.That(events.Select(Describe), Is.EqualTo(new[] { "SessionCreatedEvent from express" }));
    }

    [Test]
    public async Task A_session_that_is_migrated_again_has_changed()
    {
        var origin = new SessionOrigin { Store = "express", LegacyId = "legacy", AcceptedUntil = Now.AddHours(1) };
        var first = MigratedFrom(origin, Sample.NewId());
        await _table.CreateAsync(first, default);
        await _table.CreateAsync(MigratedFrom(origin, first.Id, replacesUncommitted: true, ("cart", Sample.Text("full"))), default);

        var events = await ReadAsync();

        Assert.That(events.Select(Describe), Is.EqualTo(new[] { "SessionCreatedEvent from express", "SessionChangedEvent set cart removed" }));
    }

    [Test]
    public async Task A_stream_without_both_images_is_an_error_that_names_the_remedy()
    {
        var tableName = await TestEngine.CreateTableAsync();
        using var stream = await TableStream.EnableAsync(tableName, StreamViewType.NEW_IMAGE);
        await new DynamoDbSessionTable(_client, new() { TableName = tableName }, new ManualTimeProvider(Now)).CreateAsync(Sample.Creation(Now), default);
        var record = (await stream.ReadAsync()).Single();

        Assert.That(
            () => new SessionEventReader(new()).Read(JsonElement.Parse(record.ToJsonString())),
            Throws.TypeOf<SessionEventException>().With.Message.Contains("view type NEW_AND_OLD_IMAGES"));
    }

    /// <summary>Returns the table as an application sees it whose clock stands still; the engine stamps its records by the real clock.</summary>
    private DynamoDbSessionTable TableAt(DateTimeOffset now) => new(_client, _options, new ManualTimeProvider(now));

    private async Task<SessionRecord> CreateAsync(string? userId, bool isExpired = false, params (string Name, SessionValue Value)[] fields)
    {
        var now = isExpired ? Now.AddHours(-1) : Now;
        var table = TableAt(now);
        var creation = new SessionCreation
        {
            Id = Sample.NewId(),
            Fields = Sample.Fields(fields),
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(20),
            AbsoluteExpiresAt = now.AddHours(24),
            UserId = userId,
        };
        Assert.That(await table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        return (await table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
    }

    private Task CommitAsync(string id, params (string Name, SessionChange Change)[] changes) => CommitAsync(id, Sample.Changes(changes), userId: null);

    private async Task CommitAsync(string id, SessionChanges? change, string? userId)
    {
        var loaded = (await _table.LoadAsync(id, consistentRead: true, default)).Record!;
        var commit = new SessionCommit
        {
            Loaded = loaded,
            Changes = change ?? Sample.Changes(),
            ExpiresAt = loaded.ExpiresAt,
            IdleTimeout = loaded.IdleTimeout,
            UserId = userId ?? loaded.UserId,
        };
        Assert.That(await _table.CommitAsync(commit, default), Is.EqualTo(SessionWriteStatus.Applied));
    }

    private async Task<List<SessionEvent>> ReadAsync()
    {
        var reader = new SessionEventReader(_options) { ReportsExpiryChanges = true };
        return [.. (await _stream.ReadAsync()).Select(record => reader.Read(JsonElement.Parse(record.ToJsonString()))).OfType<SessionEvent>()];
    }

    private static SessionCreation CopyOf(SessionRecord session) => new()
    {
        Id = Sample.NewId(),
        Fields = session.Fields,
        CreatedAt = session.CreatedAt,
        ExpiresAt = session.ExpiresAt,
        AbsoluteExpiresAt = session.AbsoluteExpiresAt,
        UserId = session.UserId,
        Version = session.Version + 1,
    };

    private static SessionCreation MigratedFrom(SessionOrigin origin, string id, bool replacesUncommitted = false, params (string Name, SessionValue Value)[] fields) => new()
    {
        Id = id,
        Fields = Sample.Fields(fields),
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(20),
        AbsoluteExpiresAt = null,
        Origin = origin,
        ReplacesUncommitted = replacesUncommitted,
    };

    private static string Describe(SessionEvent read) => string.Join(' ', new[] { read.ToString(), read.UserId }.Concat(DetailsOf(read)).Where(part => part is not null));

    private static IEnumerable<string?> DetailsOf(SessionEvent read) => read switch
    {
        SessionCreatedEvent { Replaced: { } replaced } => ["instead of", replaced.UserId, replaced.Reason.ToString()],
        SessionCreatedEvent { MigratedFrom: { } store } => ["from", store],
        SessionChangedEvent { IsUserChanged: true } changed => ["was", changed.PreviousUserId],
        SessionChangedEvent changed => ["set", .. changed.SetFields, "removed", .. changed.RemovedFields],
        SessionEndedEvent ended => [ended.Reason.ToString()],
        _ => [],
    };

    private static Dictionary<string, AttributeValue> KeyOf(string id) => new() { ["id"] = new("s1#" + id) };
}
