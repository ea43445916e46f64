using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using Moq;

namespace DynamoSession.Tests.Core;

/// <summary>How many calls an operation makes, and which.</summary>
[Category(TestEngine.Category)]
public sealed class DynamoDbSessionTableCallTests
{
    private readonly SessionTableOptions _options = new();
    private readonly ManualTimeProvider _clock = new();
    private RecordedCalls _calls = null!;
    private ObservedCapacity _capacity = null!;
    private DynamoDbSessionTable _table = null!;

    [OneTimeSetUp]
    public async Task CreateTheDynamoDbTable() => _options.TableName = await TestEngine.CreateTableAsync();

    [SetUp]
    public async Task RecordCalls()
    {
        _calls = new(await TestEngine.ClientAsync());
        _table = new(_calls.Client, _options, _clock);
        _capacity = new();
        ((ICapacitySource)_table).Capacity.Add(_capacity);
    }

    [Test]
    public async Task A_load_is_one_read_of_the_wanted_consistency([Values] bool consistentRead)
    {
        await _table.LoadAsync(Sample.NewId(), consistentRead, default);

        var request = _calls.Gets.Single();
        Assert.That((request.ConsistentRead, request.ProjectionExpression), Is.EqualTo((consistentRead, (string?)null)));
        Assert.That(_calls.Updates, Is.Empty);
    }

    [Test]
    public async Task Every_write_is_one_call_whether_it_is_applied_or_refused()
    {
        var creation = Sample.Creation(_clock.GetUtcNow());
        var record = await CreatedAsync(creation);
        Func<Task>[] writes =
        [
            () => _table.CreateAsync(creation, default),
            () => _table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Increment(1)))), default),
            () => _table.CommitAsync(Sample.Commit(record, Sample.ClearAnd()), default),
            () => _table.TouchAsync(record.Id, idleTimeout: null, record.ExpiresAt, default),
            () => _table.DestroyAsync(record.Id, default),
            () => _table.DestroyAsync(record.Id, default),
            () => _table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Increment(1)))), default),
        ];

        foreach (var write in writes)
        {
            await write();
        }

        Assert.That(_calls.Updates, Has.Count.EqualTo(1 + writes.Length));
        Assert.That(_calls.Gets, Has.Count.EqualTo(1));
        Assert.That(_calls.Updates.Select(update => update.ReturnValuesOnConditionCheckFailure), Is.All.EqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD));
    }

    [Test]
    public async Task Every_call_that_is_observed_asks_what_it_cost_and_reports_it()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow(), fields: ("a", Sample.Text(new string('x', 5_000)))));

        await _table.TouchAsync(record.Id, idleTimeout: null, record.ExpiresAt.AddHours(1), default);

        Assert.That(_calls.Units, Is.EqualTo(new[] { 6.0, 2.0, 6.0 }), "create, strong load, touch");
        Assert.That(_capacity.Consumed.Select(consumed => (consumed.Operation.Name, consumed.IsWrite, consumed.Units, consumed.IsComputed)), Is.EqualTo(new[]
        {
            ("create", true, 6.0, false), ("load", false, 2.0, false), ("touch", true, 6.0, false),
        }));
    }

    [Test]
    public async Task A_call_that_nobody_observes_asks_for_nothing()
    {
        var calls = new List<(ReturnConsumedCapacity?, string)>();
        var client = new Mock<IAmazonDynamoDB>();
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
            .Callback((GetItemRequest request, CancellationToken _) => calls.Add((request.ReturnConsumedCapacity, "get")))
            .ReturnsAsync(new GetItemResponse());
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Callback((UpdateItemRequest request, CancellationToken _) => calls.Add((request.ReturnConsumedCapacity, "update")))
            .ReturnsAsync(new UpdateItemResponse());
        var table = new DynamoDbSessionTable(client.Object, _options, _clock);

        await table.LoadAsync(Sample.NewId(), consistentRead: true, default);
        await table.CreateAsync(Sample.Creation(_clock.GetUtcNow()), default);

        Assert.That(calls, Is.EqualTo(new[] { ((ReturnConsumedCapacity?)null, "get"), (null, "update") }));
    }

    [Test]
    public async Task A_commit_that_extends_is_one_call_also_beside_another_of_the_same_second()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        var end = record.ExpiresAt.AddMinutes(1);

        await _table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Increment(1))), end), default);
        await _table.CommitAsync(Sample.Commit(record, Sample.Changes(("b", SessionChange.Increment(1))), end), default);

        Assert.That(_calls.Updates, Has.Count.EqualTo(3));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_commit_that_may_not_extend_costs_one_more_call_and_no_read(bool replacesAll)
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        await _table.TouchAsync(record.Id, idleTimeout: null, record.ExpiresAt.AddMinutes(2), default);

        await _table.CommitAsync(
            Sample.Commit(record, replacesAll ? ManyFields() : Sample.Changes(("a", SessionChange.Increment(1))), record.ExpiresAt.AddMinutes(1)), default);

        Assert.That((_calls.Gets.Count, _calls.Updates.Count), Is.EqualTo((1, 4)));
    }

    [Test]
    public async Task An_idle_timeout_that_cannot_be_read_does_not_prevent_a_commit()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        var items = new StoredItems(await TestEngine.ClientAsync(), _options.TableName);
        await items.AddAsync(record.Id, "idle", """{"S":"five minutes"}""");

        var one = await _table.CommitAsync(Sample.Commit(record, Sample.Changes(("a", SessionChange.Increment(1))), record.ExpiresAt.AddMinutes(1)), default);
        var many = await _table.CommitAsync(Sample.Commit(record, ManyFields(), record.ExpiresAt.AddMinutes(1)), default);

        Assert.That((one, many), Is.EqualTo((SessionWriteStatus.Applied, SessionWriteStatus.Applied)));
    }

    [Test]
    public async Task Very_many_fields_are_one_call_when_no_other_request_writes()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));

        await _table.CommitAsync(Sample.Commit(record, ManyFields()), default);

        Assert.That(_calls.Updates, Has.Count.EqualTo(2));
        Assert.That(_calls.Updates[1].ConditionExpression, Does.EndWith("AND #ver = :ver"));
    }

    [Test]
    public async Task Very_many_fields_overtaken_by_another_commit_cost_one_more_call_and_no_read()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        await _table.CommitAsync(Sample.Commit(record, Sample.Changes(("other", SessionChange.Increment(1)))), default);

        var status = await _table.CommitAsync(Sample.Commit(record, ManyFields()), default);

        Assert.That(status, Is.EqualTo(SessionWriteStatus.Applied));
        Assert.That((_calls.Gets.Count, _calls.Updates.Count), Is.EqualTo((1, 4)));
    }

    [Test]
    public async Task Very_many_fields_give_up_after_fifty_commits_of_others()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        var attempts = 0;
        var busy = BusyClient(record, () => attempts++);

        var status = await new DynamoDbSessionTable(busy, _options, _clock).CommitAsync(Sample.Commit(record, ManyFields()), default);

        Assert.That((status, attempts), Is.EqualTo((SessionWriteStatus.Conflict, 50)));
    }

    [Test]
    public async Task Very_many_fields_give_up_when_the_caller_does()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        using var cancellation = new CancellationTokenSource();
        var busy = BusyClient(record, cancellation.Cancel);

        Assert.That(
            () => new DynamoDbSessionTable(busy, _options, _clock).CommitAsync(Sample.Commit(record, ManyFields()), cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Very_many_fields_are_not_merged_into_a_higher_format()
    {
        var record = await CreatedAsync(Sample.Creation(_clock.GetUtcNow()));
        var items = new StoredItems(await TestEngine.ClientAsync(), _options.TableName);
        await items.AddAsync(record.Id, "ver", """{"N":"2"}""");
        await items.AddAsync(record.Id, "fmt", """{"N":"2"}""");

        Assert.That(() => _table.CommitAsync(Sample.Commit(record, ManyFields()), default), Throws.TypeOf<SessionStoreException>());
    }

    private static SessionChanges ManyFields() =>
        Sample.Changes([.. Enumerable.Range(0, 300).Select(index => ($"field {index}", SessionChange.Set(Sample.Number(index))))]);

    /// <summary>A client whose item has always just been committed by another request.</summary>
    private static IAmazonDynamoDB BusyClient(SessionRecord record, Action attempted)
    {
        var version = record.Version;
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>())).Returns(() =>
        {
            attempted();
            version++;
            var item = new Dictionary<string, AttributeValue>
            {
                ["id"] = new("s1#" + record.Id),
                ["sess"] = AttributeValueJson.ToAttributeValue(Sample.Json("""{"M":{}}""")),
                ["rt"] = AttributeValueJson.ToAttributeValue(Sample.Json("""{"M":{}}""")),
                ["expires"] = AttributeValueJson.ToAttributeValue(Sample.Number(record.ExpiresAt.ToUnixTimeSeconds())),
                ["iat"] = AttributeValueJson.ToAttributeValue(Sample.Number(record.CreatedAt.ToUnixTimeSeconds())),
                ["ver"] = AttributeValueJson.ToAttributeValue(Sample.Number(version)),
                ["fmt"] = AttributeValueJson.ToAttributeValue(Sample.Number(1)),
            };
            return Task.FromException<UpdateItemResponse>(new ConditionalCheckFailedException("The conditional request failed") { Item = item });
        });
        return client.Object;
    }

    private async Task<SessionRecord> CreatedAsync(SessionCreation creation)
    {
        await _table.CreateAsync(creation, default);
        return (await _table.LoadAsync(creation.Id, consistentRead: true, default)).Record!;
    }
}
