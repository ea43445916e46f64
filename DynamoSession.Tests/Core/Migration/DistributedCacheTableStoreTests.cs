using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Microsoft;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Migration;
using Microsoft.AspNetCore.Http;
using Moq;

namespace DynamoSession.Tests.Core.Migration;

[Category(TestEngine.Category)]
public sealed class DistributedCacheTableStoreTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly LegacyTableOptions _options = new();
    private IAmazonDynamoDB _dynamoDb = null!;
    private byte[] _blob = [];

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    [OneTimeSetUp]
    public async Task CreateTheTable()
    {
        _dynamoDb = await TestEngine.ClientAsync();
        _options.TableName = await TestEngine.CreateTableAsync();
        _blob = await MicrosoftBlob.WriteAsync(session => session.SetString("theme", "dark mode"));
    }

    [Test]
    public async Task A_session_is_found_with_its_lifetime()
    {
        var id = await PlantAsync(("ttl_date", Number(Now + 1200)), ("ttl_window", new("00:20:00")), ("ttl_deadline", new() { NULL = true }));

        var session = (await Store().LoadAsync(id, default)).Session!;

        Assert.That(Sample.TextOf(session.Fields), Is.EqualTo(new Dictionary<string, string> { ["theme"] = """{"S":"dark mode"}""" }));
        Assert.That(session.ExpiresAt, Is.EqualTo(_clock.GetUtcNow().AddMinutes(20)));
        Assert.That(session.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(20)));
    }

    [Test]
    public async Task A_session_ends_at_its_deadline()
    {
        var id = await PlantAsync(("ttl_date", Number(Now + 1200)), ("ttl_deadline", Number(Now + 60)));

        Assert.That((await Store().LoadAsync(id, default)).Session!.ExpiresAt, Is.EqualTo(_clock.GetUtcNow().AddMinutes(1)));
    }

    [Test]
    public async Task A_session_without_an_expiry_has_no_end_of_its_own()
    {
        var session = (await Store().LoadAsync(await PlantAsync(), default)).Session!;

        Assert.That(session.ExpiresAt, Is.Null);
        Assert.That(session.IdleTimeout, Is.Null);
    }

    [Test]
    public async Task A_session_that_has_expired_is_told_from_one_that_is_not_there()
    {
        var id = await PlantAsync(("ttl_date", Number(Now)));

        Assert.That((await Store().LoadAsync(id, default)).Status, Is.EqualTo(LegacySessionStatus.Expired));
        Assert.That((await Store().LoadAsync("unknown", default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
        Assert.That((await Store().LoadAsync("", default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
    }

    [Test]
    public async Task Anything_but_a_session_is_corrupt_and_stays()
    {
        var id = await PlantAsync(("value", new() { B = new MemoryStream([1, 2, 3]) }));

        Assert.That((await Store().LoadAsync(id, default)).Status, Is.EqualTo(LegacySessionStatus.Corrupt));
        Assert.That((await Store().LoadAsync(await PlantAsync(("ttl_date", new("soon"))), default)).Status, Is.EqualTo(LegacySessionStatus.Corrupt));
    }

    [Test]
    public async Task A_removed_session_is_gone_and_nothing_else()
    {
        var id = await PlantAsync();
        var foreign = await PlantAsync(("value", new("text")));

        await Store().DeleteAsync(id, default);
        await Store().DeleteAsync(id, default);
        await Store().DeleteAsync(foreign, default);

        Assert.That((await Store().LoadAsync(id, default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
        Assert.That((await Store().LoadAsync(foreign, default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
        Assert.That((await _dynamoDb.GetItemAsync(_options.TableName, new() { ["id"] = new("dc:" + foreign) })).Item, Is.Not.Empty);
    }

    [Test]
    public async Task A_table_that_is_gone_has_nothing_to_remove()
    {
        var store = new DistributedCacheTableStore(_dynamoDb, new() { TableName = TestEngine.NewTableName() }, _clock);

        await store.DeleteAsync("x", default);

        Assert.ThrowsAsync<SessionStoreException>(() => store.LoadAsync("x", default));
    }

    [Test]
    public async Task Key_and_prefix_are_those_of_the_options()
    {
        var client = new Mock<IAmazonDynamoDB>();
        GetItemRequest? sent = null;
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
            .Callback((GetItemRequest request, CancellationToken _) => sent = request)
            .ReturnsAsync(new GetItemResponse());
        var store = new DistributedCacheTableStore(client.Object, new() { TableName = "cache", KeyAttribute = "pk", KeyPrefix = "shop:dc:" }, _clock);

        await store.LoadAsync("x", default);

        Assert.That(sent!.Key.Single(), Has.Property("Key").EqualTo("pk"));
        Assert.That(sent.Key["pk"].S, Is.EqualTo("shop:dc:x"));
        Assert.That(sent.ConsistentRead, Is.True);
    }

    private static AttributeValue Number(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    private DistributedCacheTableStore Store() => new(_dynamoDb, _options, _clock);

    private async Task<string> PlantAsync(params (string Name, AttributeValue Value)[] attributes)
    {
        var id = Guid.NewGuid().ToString();
        var item = new Dictionary<string, AttributeValue> { ["id"] = new("dc:" + id), ["value"] = new() { B = new MemoryStream(_blob) } };
        foreach (var (name, value) in attributes)
        {
            item[name] = value;
        }

        await _dynamoDb.PutItemAsync(_options.TableName, item);
        return id;
    }
}
