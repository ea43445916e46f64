using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Tests.Core;

[Category(TestEngine.Category)]
public sealed class SessionTableProvisionerEngineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private IAmazonDynamoDB _dynamoDb = null!;

    [SetUp]
    public async Task Connect() => _dynamoDb = await TestEngine.ClientAsync();

    [Test]
    public async Task A_created_table_has_what_sessions_need()
    {
        var options = new SessionTableOptions { TableName = TestEngine.NewTableName(), KeyAttribute = "pk", ExpiresAttribute = "ttl" };

        await Provisioner(options).CreateIfNotExistsAsync(Limit, default);

        var table = (await _dynamoDb.DescribeTableAsync(options.TableName)).Table;
        var index = table.GlobalSecondaryIndexes.Single();
        Assert.That(table.TableStatus, Is.EqualTo(TableStatus.ACTIVE));
        Assert.That(table.BillingModeSummary.BillingMode, Is.EqualTo(BillingMode.PAY_PER_REQUEST));
        Assert.That(KeyOf(table.KeySchema, table), Is.EqualTo(new[] { "pk S HASH" }));
        Assert.That(index.IndexName, Is.EqualTo("byUser"));
        Assert.That(KeyOf(index.KeySchema, table), Is.EqualTo(new[] { "uid S HASH", "iat N RANGE" }));
        Assert.That(index.Projection.ProjectionType, Is.EqualTo(ProjectionType.KEYS_ONLY));
        Assert.That(await TimeToLiveOfAsync(options.TableName), Is.EqualTo("ttl"));
    }

    [Test]
    public async Task A_created_table_takes_sessions()
    {
        var options = new SessionTableOptions { TableName = TestEngine.NewTableName() };
        await Provisioner(options).CreateIfNotExistsAsync(Limit, default);
        var creation = Sample.Creation(TimeProvider.System.GetUtcNow());
        var table = new DynamoDbSessionTable(_dynamoDb, options, TimeProvider.System);

        await table.CreateAsync(creation, default);

        Assert.That((await table.LoadAsync(creation.Id, consistentRead: true, default)).Status, Is.EqualTo(SessionLoadStatus.Live));
    }

    [Test]
    public async Task Doing_it_again_changes_nothing()
    {
        var options = new SessionTableOptions { TableName = TestEngine.NewTableName() };
        await Provisioner(options).CreateIfNotExistsAsync(Limit, default);
        var first = (await _dynamoDb.DescribeTableAsync(options.TableName)).Table;

        await Provisioner(options).CreateIfNotExistsAsync(Limit, default);

        Assert.That((await _dynamoDb.DescribeTableAsync(options.TableName)).Table.CreationDateTime, Is.EqualTo(first.CreationDateTime));
    }

    [Test]
    public async Task Several_instances_may_race()
    {
        var options = new SessionTableOptions { TableName = TestEngine.NewTableName() };

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Provisioner(options).CreateIfNotExistsAsync(Limit, default)));

        Assert.That(await TimeToLiveOfAsync(options.TableName), Is.EqualTo("expires"));
    }

    [Test]
    public async Task An_existing_table_gets_its_time_to_live_but_no_index()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };

        await Provisioner(options).CreateIfNotExistsAsync(Limit, default);

        Assert.That(await TimeToLiveOfAsync(options.TableName), Is.EqualTo("expires"));
        Assert.That((await _dynamoDb.DescribeTableAsync(options.TableName)).Table.GlobalSecondaryIndexes, Is.Null.Or.Empty);
    }

    [Test]
    public async Task A_time_to_live_on_another_attribute_is_refused_and_left_alone()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync() };
        await Provisioner(new() { TableName = options.TableName, ExpiresAttribute = "other" }).CreateIfNotExistsAsync(Limit, default);

        Assert.That(
            () => Provisioner(options).CreateIfNotExistsAsync(Limit, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("'other'").And.Message.Contains("'expires'").And.Message.Contains(options.TableName));
        Assert.That(await TimeToLiveOfAsync(options.TableName), Is.EqualTo("other"));
    }

    [Test]
    public async Task A_key_of_another_name_is_refused()
    {
        var options = new SessionTableOptions { TableName = await TestEngine.CreateTableAsync("pk") };

        Assert.That(
            () => Provisioner(options).CreateIfNotExistsAsync(Limit, default),
            Throws.TypeOf<SessionStoreException>().With.Message.Contains("'pk' (S HASH)").And.Message.Contains("'id' (S HASH)"));
    }

    private SessionTableProvisioner Provisioner(SessionTableOptions options) => new(_dynamoDb, options, TimeProvider.System);

    private async Task<string?> TimeToLiveOfAsync(string tableName) =>
        (await _dynamoDb.DescribeTimeToLiveAsync(tableName)).TimeToLiveDescription.AttributeName;

    private static IEnumerable<string> KeyOf(List<KeySchemaElement> key, TableDescription table) => key.Select(part =>
        $"{part.AttributeName} {table.AttributeDefinitions.Single(attribute => attribute.AttributeName == part.AttributeName).AttributeType} {part.KeyType}");
}
