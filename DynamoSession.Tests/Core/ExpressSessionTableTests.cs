using System.Globalization;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Sharing;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Dynalite;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>
/// The table that Express writes too, as far as it can keep the contract of <see cref="ISessionTable"/>; on DynamoDB Local
/// and, where Node.js is, on dynalite at once: both understand what we say alike.
/// </summary>
[TestFixture(ExpressFormat.PwrDrvr)]
[TestFixture(ExpressFormat.ConnectDynamoDb)]
[Category(TestEngine.Category)]
public sealed class ExpressSessionTableTests(ExpressFormat format)
{
    private ManualTimeProvider _clock = null!;
    private ExpressSessionTable _table = null!;
    private StoredItems _items = null!;
    private PairedDynamoDb? _pair;

    private bool IsMap => format == ExpressFormat.PwrDrvr;

    [SetUp]
    public async Task StartAsync()
    {
        _clock = new();
        var tableName = await TestEngine.CreateTableAsync();
        var client = await TestEngine.ClientAsync();
        if (await TestDynalite.FindClientAsync() is { } dynalite)
        {
            await TestEngine.CreateTableAsync(dynalite, tableName);
            _pair = new(client, dynalite);
            client = _pair.Client;
        }

        _table = new ExpressSessionTable(client, new() { TableName = tableName }, format, new() { SameSite = "lax" }, _clock);
        _items = new(client, tableName, keyPrefix: IsMap ? "session#" : "sess:");
    }

    [TearDown]
    public void BothHaveAgreed()
    {
        if (_pair is not null)
        {
            _pair.Dispose();
            Assert.That(_pair.Disagreements.Where(disagreement => DynaliteDifferences.NameOf(disagreement) is null), Is.Empty);
        }
    }

    [Test]
    public async Task A_new_session_has_what_Express_needs()
    {
        var creation = await CreateAsync(("user", Sample.Text("alice")));

        var item = await _items.ReadAsync(creation.Id);

        Assert.That(item.Keys, Is.EquivalentTo(IsMap ? ["id", "sess", "expires", "tok"] : new[] { "id", "sess", "expires", "tok", "type" }));
        if (IsMap)
        {
            Assert.That(item["sess"], Does.Contain("""
                "cookie":{"M":
                """.Trim()).And.Contain("lastModified").And.Contain("""{"NULL":true}"""));
        }
        else
        {
            Assert.That(Text(item["sess"]), Is.EqualTo("""{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/","sameSite":"lax"},"user":"alice"}"""));
            Assert.That(item["type"], Is.EqualTo("""{"S":"connect-session"}"""));
        }
    }

    [Test]
    public async Task A_retried_creation_has_already_been_applied()
    {
        var creation = await CreateAsync();

        var again = await _table.CreateAsync(creation, default);
        var other = await _table.CreateAsync(Creation(creation.Id), default);

        Assert.That((again, other), Is.EqualTo((SessionWriteStatus.AlreadyApplied, SessionWriteStatus.Conflict)));
    }

    [Test]
    public async Task A_commit_that_is_tried_again_is_applied_once()
    {
        var loaded = await CreatedAsync(("visits", Sample.Number(1)));
        var commit = Sample.Commit(loaded, Sample.Changes(("visits", SessionChange.Increment(1))));
        await _table.CommitAsync(commit, default);

        var again = await _table.CommitAsync(commit, default);

        Assert.That((again, (await FieldsAsync(loaded.Id))["visits"]), Is.EqualTo((SessionWriteStatus.AlreadyApplied, """{"N":"2"}""")));
    }

    [Test]
    public async Task Two_commits_on_what_both_have_loaded_merge()
    {
        var loaded = await CreatedAsync(("a", Sample.Number(1)), ("b", Sample.Number(1)));

        await CommitAsync(loaded, ("a", SessionChange.Set(Sample.Number(2))));
        await CommitAsync(loaded, ("b", SessionChange.Remove), ("c", SessionChange.Append(Sample.List("x"))));

        Assert.That(await FieldsAsync(loaded.Id), Is.EqualTo(new Dictionary<string, string> { ["a"] = """{"N":"2"}""", ["c"] = """{"L":[{"S":"x"}]}""" }));
    }

    [Test]
    public async Task More_fields_than_fit_into_one_expression_are_still_written()
    {
        var loaded = await CreatedAsync(("kept", Sample.Number(1)));
        var many = Enumerable.Range(0, 300).Select(number => ($"field{number}", SessionChange.Set(Sample.Number(number)))).ToArray();

        var status = await CommitAsync(loaded, many);

        Assert.That((status, (await FieldsAsync(loaded.Id)).Count), Is.EqualTo((SessionWriteStatus.Applied, 301)));
    }

    [Test]
    public async Task A_commit_that_needs_what_it_loaded_is_refused_when_a_field_has_changed_and_not_for_a_touch()
    {
        var loaded = await CreatedAsync(("a", Sample.Number(1)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _table.TouchAsync(loaded.Id, loaded.IdleTimeout, _clock.GetUtcNow().AddHours(30), default);
        var afterTouch = await _table.CommitAsync(Requiring(loaded, 2), default);

        var afterCommit = await _table.CommitAsync(Requiring(loaded, 3), default);

        Assert.That((afterTouch, afterCommit), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Conflict)));
        Assert.That((await FieldsAsync(loaded.Id))["a"], Is.EqualTo("""{"N":"2"}"""));
    }

    [Test]
    public async Task A_commit_never_shortens_what_another_request_has_extended()
    {
        var loaded = await CreatedAsync();
        var far = _clock.GetUtcNow().AddDays(14);
        await _table.TouchAsync(loaded.Id, loaded.IdleTimeout, far, default);

        var status = await _table.CommitAsync(Sample.Commit(loaded, Sample.Changes(("a", SessionChange.Set(Sample.Number(1)))), loaded.ExpiresAt.AddMinutes(1)), default);

        var record = (await _table.LoadAsync(loaded.Id, consistentRead: true, default)).Record!;
        Assert.That((status, record.ExpiresAt, record.Fields.Count), Is.EqualTo((SessionWriteStatus.Applied, far, 1)));
    }

    [Test]
    public async Task What_has_ended_takes_no_write_and_is_not_extended()
    {
        var loaded = await CreatedAsync(("a", Sample.Number(1)));
        var destroyed = await _table.DestroyAsync(loaded.Id, default);

        var commit = await CommitAsync(loaded, ("a", SessionChange.Remove));
        var touch = await _table.TouchAsync(loaded.Id, loaded.IdleTimeout, _clock.GetUtcNow().AddHours(1), default);
        var recently = (await _table.LoadAsync(loaded.Id, consistentRead: true, default)).Status;
        _clock.Advance(TimeSpan.FromSeconds(61));
        var later = (await _table.LoadAsync(loaded.Id, consistentRead: true, default)).Status;

        Assert.That((destroyed, await _table.DestroyAsync(loaded.Id, default)), Is.EqualTo((true, false)));
        Assert.That((commit, touch), Is.EqualTo((SessionWriteStatus.Dead, SessionWriteStatus.Dead)));
        Assert.That((recently, later), Is.EqualTo((SessionLoadStatus.Dead, SessionLoadStatus.Missing)));
    }

    [Test]
    public async Task An_expired_session_takes_no_write()
    {
        var loaded = await CreatedAsync();
        _clock.Advance(TimeSpan.FromHours(25));

        Assert.That(await CommitAsync(loaded, ("a", SessionChange.Set(Sample.Number(1)))), Is.EqualTo(SessionWriteStatus.Expired));
        Assert.That(await _table.TouchAsync(loaded.Id, loaded.IdleTimeout, _clock.GetUtcNow().AddHours(1), default), Is.EqualTo(SessionWriteStatus.Expired));
        Assert.That((await _table.LoadAsync(loaded.Id, consistentRead: true, default)).Status, Is.EqualTo(SessionLoadStatus.Expired));
    }

    [Test]
    public async Task A_fence_is_applied_once_and_only_to_the_version_that_was_copied()
    {
        var loaded = await CreatedAsync(("a", Sample.Number(1)));
        var fence = new SessionFence { Id = loaded.Id, Version = 0, Copied = loaded };
        var stale = new SessionFence { Id = loaded.Id, Version = 0, Copied = (await _table.LoadAsync(loaded.Id, consistentRead: true, default)).Record };
        await CommitAsync(loaded, ("b", SessionChange.Set(Sample.Number(1))));
        var refused = await _table.FenceAsync(stale, default);
        await CommitAsync(loaded, ("b", SessionChange.Remove));

        var first = await _table.FenceAsync(fence, default);
        var again = await _table.FenceAsync(fence, default);

        Assert.That((refused, first, again), Is.EqualTo((SessionWriteStatus.Conflict, SessionWriteStatus.Applied, SessionWriteStatus.AlreadyApplied)));
    }

    [Test]
    public async Task What_no_store_of_this_kind_has_written_is_unreadable_and_stays()
    {
        await _items.PlantAsync("other", ("sess", """{"N":"1"}"""), ("expires", """{"N":"9999999999"}"""));

        Assert.That((await _table.LoadAsync("other", consistentRead: true, default)).Status, Is.EqualTo(SessionLoadStatus.Unreadable));
        Assert.That(await _items.ReadAsync("other"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_commit_leaves_the_attributes_that_it_does_not_know()
    {
        var loaded = await CreatedAsync();
        await _items.AddAsync(loaded.Id, "special", """{"S":"kept"}""");

        await CommitAsync(loaded, ("a", SessionChange.Set(Sample.Number(1))));

        Assert.That((await _items.ReadAsync(loaded.Id))["special"], Is.EqualTo("""{"S":"kept"}"""));
    }

    [TestCase(ExpressFormat.Automatic)]
    [TestCase(ExpressFormat.DynamoDbStore)]
    public async Task Other_stores_are_refused(ExpressFormat other)
    {
        var engine = await TestEngine.ClientAsync();

        Assert.That(
            () => new ExpressSessionTable(engine, new() { TableName = "sessions" }, other, new(), _clock),
            Throws.ArgumentException.With.Message.Contains(other.ToString()));
    }

    [Test]
    public async Task Text_of_the_other_store_is_read_changed_and_extended_as_text()
    {
        var expires = _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await _items.PlantAsync("x", ("sess", """{"S":"{\"cookie\":{\"originalMaxAge\":null},\"user\":\"alice\",\"big\":9007199254740993}"}"""), ("expires", $$"""{"N":"{{expires}}"}"""));
        var loaded = (await _table.LoadAsync("x", consistentRead: true, default)).Record!;

        var touch = await _table.TouchAsync("x", loaded.IdleTimeout, _clock.GetUtcNow().AddHours(24), default);
        var commit = await CommitAsync(loaded, ("visits", SessionChange.Increment(1)));

        Assert.That((touch, commit), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
        var item = await _items.ReadAsync("x");
        Assert.That(Text(item["sess"]), Is.EqualTo("""{"cookie":{"originalMaxAge":null},"user":"alice","big":9007199254740993,"visits":1}"""));
        Assert.That(item["expires"], Is.EqualTo($$"""{"N":"{{_clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}}"}"""));
    }

    [Test]
    public async Task A_session_that_was_text_can_be_renewed_and_ended()
    {
        var expires = _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await _items.PlantAsync("x", ("sess", """{"S":"{\"cookie\":{},\"big\":9007199254740993,\"prefs\":{\"__proto__\":{\"isAdmin\":true},\"theme\":1}}"}"""), ("expires", $$"""{"N":"{{expires}}"}"""));
        var loaded = (await _table.LoadAsync("x", consistentRead: true, default)).Record!;

        var copy = await _table.CreateAsync(Creation("y", [.. loaded.Fields.Select(field => (field.Key, field.Value))]), default);
        var fence = await _table.FenceAsync(new SessionFence { Id = "x", Version = loaded.Version, Copied = loaded }, default);

        Assert.That((copy, fence), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
        Assert.That((await _table.LoadAsync("x", consistentRead: true, default)).Status, Is.EqualTo(SessionLoadStatus.Dead));
        Assert.That((await FieldsAsync("y"))["prefs"], IsMap ? Is.EqualTo("""{"M":{"theme":{"N":"1"}}}""") : Does.Contain("__proto__"));
        Assert.That((await FieldsAsync("y"))["big"], Is.EqualTo(IsMap ? """{"S":"9007199254740993"}""" : """{"N":"9007199254740993"}"""));
    }

    private SessionCreation Creation(string id, params (string Name, SessionValue Value)[] fields) => new()
    {
        Id = id,
        Fields = Sample.Fields(fields),
        CreatedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow().AddHours(24),
        AbsoluteExpiresAt = null,
    };

    private async Task<SessionCreation> CreateAsync(params (string Name, SessionValue Value)[] fields)
    {
        var creation = Creation(Sample.NewId(), fields);
        Assert.That(await _table.CreateAsync(creation, default), Is.EqualTo(SessionWriteStatus.Applied));
        return creation;
    }

    private async Task<SessionRecord> CreatedAsync(params (string Name, SessionValue Value)[] fields) =>
        (await _table.LoadAsync((await CreateAsync(fields)).Id, consistentRead: true, default)).Record!;

    private async Task<Dictionary<string, string>> FieldsAsync(string id) =>
        Sample.TextOf((await _table.LoadAsync(id, consistentRead: true, default)).Record!.Fields);

    private Task<SessionWriteStatus> CommitAsync(SessionRecord loaded, params (string Name, SessionChange Change)[] changes) =>
        _table.CommitAsync(Sample.Commit(loaded, Sample.Changes(changes)), default);

    private static SessionCommit Requiring(SessionRecord loaded, long value) => new()
    {
        Loaded = loaded,
        Changes = Sample.Changes(("a", SessionChange.Set(Sample.Number(value)))),
        ExpiresAt = loaded.ExpiresAt,
        IdleTimeout = loaded.IdleTimeout,
        UserId = null,
        RequiresLoadedVersion = true,
    };

    private static string Text(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("S").GetString()!;
}
