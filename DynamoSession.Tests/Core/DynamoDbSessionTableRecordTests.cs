using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

/// <summary>What is in the table, and what the table makes of items that it did not write.</summary>
[Category(TestEngine.Category)]
public sealed class DynamoDbSessionTableRecordTests
{
    private readonly SessionTableOptions _options = new();
    private readonly ManualTimeProvider _clock = new();
    private IAmazonDynamoDB _dynamoDb = null!;
    private DynamoDbSessionTable _table = null!;
    private StoredItems _items = null!;

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    [OneTimeSetUp]
    public async Task CreateTheTable()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        _table = new(_dynamoDb, _options, _clock);
        _items = new(_dynamoDb, _options.TableName);
    }

    [Test]
    public async Task A_tombstone_holds_nothing_of_the_session()
    {
        var creation = Sample.Creation(_clock.GetUtcNow(), fields: ("a", Sample.Text("x")));
        await _table.CreateAsync(creation, default);
        foreach (var (attribute, json) in new[] { ("uid", """{"S":"ada"}"""), ("idle", """{"N":"60"}"""), ("lk", """{"S":"o"}"""), ("lkx", """{"N":"1"}""") })
        {
            await _items.AddAsync(creation.Id, attribute, json);
        }

        await _table.DestroyAsync(creation.Id, default);

        var item = await _items.ReadAsync(creation.Id);
        Assert.That(item.Keys, Is.EquivalentTo(new[] { "id", "dead", "rt", "expires", "abs", "iat", "ver", "fmt" }));
        Assert.That((item["dead"], item["expires"]), Is.EqualTo(("""{"S":"out"}""", $$"""{"N":"{{Now + 60}}"}""")));
    }

    [Test]
    public async Task A_lease_is_not_written_into_an_item_that_is_not_a_session()
    {
        var id = Sample.NewId();
        await _items.PlantAsync(id, ("expires", $$"""{"N":"{{Now + 60}}"}"""), ("sess", """{"S":"of Express"}"""));

        var result = await _table.AcquireAsync(new SessionLease { Id = id, Duration = TimeSpan.FromSeconds(30) }, default);

        Assert.That(result.Status, Is.EqualTo(SessionLoadStatus.Unreadable));
        Assert.That(await _items.ReadAsync(id), Does.Not.ContainKey("lk"));
    }

    [Test]
    public async Task A_lease_is_not_written_into_a_higher_format()
    {
        var creation = Sample.Creation(_clock.GetUtcNow());
        await _table.CreateAsync(creation, default);
        await _items.AddAsync(creation.Id, "fmt", """{"N":"2"}""");

        Assert.That(
            () => _table.AcquireAsync(new SessionLease { Id = creation.Id, Duration = TimeSpan.FromSeconds(30) }, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("format 2"));
        Assert.That(await _items.ReadAsync(creation.Id), Does.Not.ContainKey("lk"));
    }

    [Test]
    public async Task Attributes_that_this_version_does_not_know_are_kept()
    {
        var creation = Sample.Creation(_clock.GetUtcNow());
        await _table.CreateAsync(creation, default);
        await _items.AddAsync(creation.Id, "later", """{"S":"kept"}""");
        var record = (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;

        await _table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Set(Sample.Text("x"))))), default);
        await _table.CommitAsync(Sample.Commit(record, Sample.ClearAnd()), default);
        await _table.TouchAsync(creation.Id, idleTimeout: null, record.ExpiresAt.AddHours(1), default);

        Assert.That((await _items.ReadAsync(creation.Id))["later"], Is.EqualTo("""{"S":"kept"}"""));
    }

    [Test]
    public async Task A_replacement_leaves_nothing_of_the_ended_session()
    {
        var creation = Sample.Creation(_clock.GetUtcNow());
        await _table.CreateAsync(creation, default);
        await _items.AddAsync(creation.Id, "uid", """{"S":"ada"}""");
        await _items.AddAsync(creation.Id, "idle", """{"N":"60"}""");
        await _items.AddAsync(creation.Id, "dead", """{"S":"revoked"}""");

        var status = await _table.CreateAsync(Sample.Creation(_clock.GetUtcNow(), creation.Id, replacesEnded: true), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((await _items.ReadAsync(creation.Id)).Keys, Is.EquivalentTo(new[] { "id", "sess", "rt", "expires", "abs", "iat", "ver", "fmt", "sz" }));
    }

    [Test]
    public async Task An_applied_commit_is_recognised_even_in_an_item_that_is_dead_and_expired()
    {
        var record = await CreatedAsync();
        var commit = Sample.Commit(record, Sample.Changes(("a", SessionChange.Set(Sample.Text("x")))));

        // As an attempt whose response was lost has left it.
        await _items.AddAsync(record.Id, "rt", $$$$"""{"M":{"{{{{commit.Token}}}}":{"N":"1"}}}""");
        await _items.AddAsync(record.Id, "dead", """{"S":"renewed"}""");
        await _items.AddAsync(record.Id, "expires", """{"N":"1"}""");

        var again = await _table.CommitAsync(commit, default);

        Assert.That(again, Is.EqualTo(SessionWriteStatus.AlreadyApplied));
    }

    [TestCase("sess", """{"S":"text"}""")]
    [TestCase("expires", """{"S":"tomorrow"}""")]
    [TestCase("expires", """{"N":"1E+30"}""")]
    [TestCase("rt", """{"L":[]}""")]
    [TestCase("ver", """{"S":"1"}""")]
    [TestCase("iat", """{"BOOL":true}""")]
    [TestCase("fmt", """{"NULL":true}""")]
    public async Task An_item_with_an_attribute_of_another_type_is_unreadable_and_left_as_it_is(string attribute, string json)
    {
        var record = await CreatedAsync();
        await _items.AddAsync(record.Id, attribute, json);
        var before = await _items.ReadAsync(record.Id);

        var status = await StatusOfAsync(record.Id);

        Assert.That(status, Is.EqualTo(SessionLoadStatus.Unreadable));
        Assert.That(await _items.ReadAsync(record.Id), Is.EqualTo(before));
    }

    [Test]
    public async Task An_item_of_other_software_is_unreadable_and_its_key_is_taken()
    {
        var id = Sample.NewId();
        await _items.PlantAsync(id, ("value", """{"B":"AAEC"}"""));

        var loaded = await StatusOfAsync(id);
        var created = await _table.CreateAsync(Sample.Creation(_clock.GetUtcNow(), id, replacesEnded: true), default);
        var touched = await _table.TouchAsync(id, idleTimeout: null, _clock.GetUtcNow().AddHours(1), default);

        Assert.That((loaded, created, touched), Is.EqualTo((SessionLoadStatus.Unreadable, SessionWriteStatus.Conflict, SessionWriteStatus.Missing)));
        Assert.That(await _items.ReadAsync(id), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_fraction_of_a_second_counts_as_DynamoDB_counts_it()
    {
        var record = await CreatedAsync();
        await _items.AddAsync(record.Id, "expires", $$"""{"N":"{{Now}}.5"}""");

        var loaded = await StatusOfAsync(record.Id);
        var touched = await _table.TouchAsync(record.Id, idleTimeout: null, _clock.GetUtcNow().AddHours(1), default);

        Assert.That((loaded, touched), Is.EqualTo((SessionLoadStatus.Live, SessionWriteStatus.Applied)));
    }

    [Test]
    public async Task A_higher_format_is_refused_with_the_remedy()
    {
        var record = await CreatedAsync();
        await _items.AddAsync(record.Id, "fmt", """{"N":"2"}""");

        Assert.That(
            () => _table.LoadAsync(record.Id, consistentRead: true, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("format 2").And.Message.Contains("Upgrade").And.Message.Contains(_options.TableName)
                .And.Message.Not.Contains(record.Id));
    }

    [Test]
    public async Task Names_and_prefix_are_the_options()
    {
        var options = new SessionTableOptions
        {
            TableName = await TestEngine.CreateTableAsync("pk"),
            KeyAttribute = "pk",
            KeyPrefix = "",
            FieldsAttribute = "data",
            ExpiresAttribute = "ttl",
        };
        var table = new DynamoDbSessionTable(_dynamoDb, options, _clock);
        var creation = Sample.Creation(_clock.GetUtcNow(), fields: ("a", Sample.Number(1)));

        await table.CreateAsync(creation, default);
        var record = (await table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
        var committed = await table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Increment(1)))), default);

        var item = await new StoredItems(_dynamoDb, options.TableName, "pk", "").ReadAsync(creation.Id);
        Assert.That(committed, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That(item.Keys, Is.EquivalentTo(new[] { "pk", "data", "ttl", "rt", "abs", "iat", "ver", "fmt", "sz" }));
        Assert.That(item["data"], Is.EqualTo("""{"M":{"a":{"N":"2"}}}"""));
    }

    [Test]
    public void A_missing_table_is_an_error_that_names_it()
    {
        var table = new DynamoDbSessionTable(_dynamoDb, new() { TableName = "nowhere" }, _clock);

        var exception = Assert.ThrowsAsync<SessionStoreException>(() => table.LoadAsync(Sample.NewId(), consistentRead: true, default))!;

        Assert.That(exception.Message, Does.Contain("'nowhere'").And.Contain("region"));
    }

    private async Task<SessionRecord> CreatedAsync()
    {
        var creation = Sample.Creation(_clock.GetUtcNow());
        await _table.CreateAsync(creation, default);
        return (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
    }

    private async Task<SessionLoadStatus> StatusOfAsync(string id) => (await _table.LoadAsync(id, consistentRead: true, default)).Status;
}
