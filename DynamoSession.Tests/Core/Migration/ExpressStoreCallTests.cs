using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Express;
using Moq;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>Which calls a look-up costs.</summary>
public sealed class ExpressStoreCallTests
{
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, Dictionary<string, AttributeValue>> _items = new(StringComparer.Ordinal);

    /// <summary>The key attribute of the table; null for one that takes any.</summary>
    private string? _keyAttribute;

    [SetUp]
    public void Forget()
    {
        _calls.Clear();
        _items.Clear();
        _keyAttribute = null;
    }

    [TestCase(ExpressFormat.ConnectDynamoDb, "id=sess:x")]
    [TestCase(ExpressFormat.PwrDrvr, "id=session#x")]
    [TestCase(ExpressFormat.ConnectDynamoDbSession, "id=x")]
    [TestCase(ExpressFormat.ServerlessDynamoDbSessionStore, "sessionId=x")]
    [TestCase(ExpressFormat.DynamoDbStore, "sessionId=sess:x")]
    [TestCase(ExpressFormat.Automatic, "id=sess:x|id=session#x|id=x|sessionId=x|sessionId=sess:x")]
    public async Task A_look_up_reads_the_keys_of_the_format(ExpressFormat format, string keys)
    {
        await Store(format).LoadAsync("x", default);

        Assert.That(_calls, Is.EqualTo(keys.Split('|')));
    }

    [Test]
    public async Task A_look_up_takes_the_key_of_the_options()
    {
        await Store(ExpressFormat.Automatic, new() { KeyAttribute = "pk", KeyPrefix = "app:" }).LoadAsync("x", default);

        Assert.That(_calls, Is.EqualTo(new[] { "pk=app:x" }));
    }

    [Test]
    public async Task An_empty_prefix_is_one_too()
    {
        await Store(ExpressFormat.ConnectDynamoDb, new() { KeyPrefix = "" }).LoadAsync("x", default);

        Assert.That(_calls, Is.EqualTo(new[] { "id=x" }));
    }

    [Test]
    public async Task Where_a_session_was_found_the_next_is_looked_for_first()
    {
        var store = Store(ExpressFormat.Automatic);
        _items["id=x"] = Session();
        _items["id=y"] = Session();
        await store.LoadAsync("x", default);
        _calls.Clear();

        var result = await store.LoadAsync("y", default);

        Assert.That(result.Status, Is.EqualTo(LegacySessionStatus.Live));
        Assert.That(_calls, Is.EqualTo(new[] { "id=y" }));
    }

    [Test]
    public async Task A_key_attribute_that_the_table_does_not_have_is_tried_once()
    {
        _keyAttribute = "sessionId";
        var store = Store(ExpressFormat.Automatic);

        await store.LoadAsync("x", default);
        await store.LoadAsync("y", default);
        await store.DeleteAsync("y", default);

        Assert.That(_calls, Is.EqualTo(new[]
        {
            "id=sess:x", "sessionId=x", "sessionId=sess:x",
            "sessionId=y", "sessionId=sess:y",
            "delete sessionId=y", "delete sessionId=sess:y",
        }));
    }

    [Test]
    public async Task An_id_that_cannot_be_a_key_costs_no_call()
    {
        var store = Store(ExpressFormat.ConnectDynamoDb);
        string[] ids = ["", new('x', 2044), new('é', 1022), "\ud800"];

        foreach (var id in ids)
        {
            Assert.That((await store.LoadAsync(id, default)).Status, Is.EqualTo(LegacySessionStatus.Missing));
            await store.DeleteAsync(id, default);
        }

        Assert.That(_calls, Is.Empty);
        await store.LoadAsync(new('x', 2043), default);
        Assert.That(_calls, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_store_failure_is_reported_without_the_id()
    {
        var client = new Mock<IAmazonDynamoDB>();
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(new HttpRequestException("refused"));
        client.Setup(c => c.DeleteItemAsync(It.IsAny<DeleteItemRequest>(), It.IsAny<CancellationToken>())).ThrowsAsync(new ProvisionedThroughputExceededException("slow"));
        var store = new ExpressSessionStore(client.Object, new() { TableName = "sessions-x" }, ExpressFormat.Automatic, TimeProvider.System);

        var load = Assert.ThrowsAsync<SessionStoreException>(() => store.LoadAsync("SECRET", default))!;
        var remove = Assert.ThrowsAsync<SessionStoreException>(() => store.DeleteAsync("SECRET", default))!;

        Assert.That(load.Message, Does.Contain("'sessions-x'").And.Contain("load").And.Not.Contain("SECRET"));
        Assert.That(remove.Message, Does.Contain("'sessions-x'").And.Contain("delete").And.Not.Contain("SECRET"));
        Assert.That(remove.IsThrottled);
    }

    [Test]
    public void A_cancelled_look_up_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var client = new Mock<IAmazonDynamoDB>();
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), cancellation.Token)).ThrowsAsync(new TaskCanceledException());
        var store = new ExpressSessionStore(client.Object, new() { TableName = "sessions-x" }, ExpressFormat.Automatic, TimeProvider.System);
        cancellation.Cancel();

        Assert.CatchAsync<OperationCanceledException>(() => store.LoadAsync("x", cancellation.Token));
    }

    [Test]
    public void A_store_without_a_table_is_refused([Values(null, "")] string? tableName) =>
        Assert.That(
            () => new ExpressSessionStore(Mock.Of<IAmazonDynamoDB>(), new() { TableName = tableName }, ExpressFormat.Automatic, TimeProvider.System),
            Throws.InstanceOf<ArgumentException>());

    private static Dictionary<string, AttributeValue> Session() => new() { ["content"] = new("""{"cookie":{}}""") };

    private ExpressSessionStore Store(ExpressFormat format, LegacyTableOptions? options = null)
    {
        options ??= new();
        options.TableName = "sessions-x";
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.GetItemAsync(It.Is<GetItemRequest>(request => request.ConsistentRead == true && request.TableName == "sessions-x"), It.IsAny<CancellationToken>()))
            .ReturnsAsync((GetItemRequest request, CancellationToken _) => new GetItemResponse { Item = _items.GetValueOrDefault(Note("", request.Key)) });
        client.Setup(c => c.DeleteItemAsync(It.Is<DeleteItemRequest>(request => request.TableName == "sessions-x"), It.IsAny<CancellationToken>()))
            .ReturnsAsync((DeleteItemRequest request, CancellationToken _) =>
            {
                Note("delete ", request.Key);
                return new DeleteItemResponse();
            });
        return new(client.Object, options, format, TimeProvider.System);
    }

    private string Note(string verb, Dictionary<string, AttributeValue> key)
    {
        var (attribute, value) = key.Single();
        _calls.Add($"{verb}{attribute}={value.S}");
        return _keyAttribute is null || _keyAttribute == attribute
            ? _calls[^1]
            : throw new AmazonDynamoDBException("The provided key element does not match the schema") { ErrorCode = "ValidationException" };
    }
}
