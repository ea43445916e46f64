using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Moq;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>Passes calls on to the engine, and lets a test act before and after each; an exception is then the answer.</summary>
internal sealed class InterruptedDynamoDb
{
    private readonly Mock<IAmazonDynamoDB> _client = new(MockBehavior.Strict);

    public InterruptedDynamoDb(IAmazonDynamoDB engine)
    {
        _client.Setup(client => client.ScanAsync(It.IsAny<ScanRequest>(), It.IsAny<CancellationToken>()))
            .Returns((ScanRequest request, CancellationToken token) => PassAsync(request, () => engine.ScanAsync(request, token)));
        _client.Setup(client => client.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((GetItemRequest request, CancellationToken token) => PassAsync(request, () => engine.GetItemAsync(request, token)));
        _client.Setup(client => client.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>()))
            .Returns((UpdateItemRequest request, CancellationToken token) => PassAsync(request, () => engine.UpdateItemAsync(request, token)));
        _client.Setup(client => client.TransactWriteItemsAsync(It.IsAny<TransactWriteItemsRequest>(), It.IsAny<CancellationToken>()))
            .Returns((TransactWriteItemsRequest request, CancellationToken token) => PassAsync(request, () => engine.TransactWriteItemsAsync(request, token)));
    }

    public IAmazonDynamoDB Client => _client.Object;

    public Func<AmazonDynamoDBRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Func<AmazonDynamoDBRequest, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Lets something happen once, before the first such call to that table.</summary>
    public void BeforeFirst<TRequest>(string tableName, Func<Task> happens) => Before = Once<TRequest>(tableName, happens);

    /// <summary>Lets something happen once, after the first such call to that table.</summary>
    public void AfterFirst<TRequest>(string tableName, Func<Task> happens) => After = Once<TRequest>(tableName, happens);

    private static Func<AmazonDynamoDBRequest, Task> Once<TRequest>(string tableName, Func<Task> happens)
    {
        var hasHappened = 0;
        return async request =>
        {
            if (request is TRequest && TableOf(request) == tableName && Interlocked.Exchange(ref hasHappened, 1) == 0)
            {
                await happens();
            }
        };
    }

    private static string TableOf(AmazonDynamoDBRequest request) => request switch
    {
        ScanRequest scan => scan.TableName,
        GetItemRequest get => get.TableName,
        UpdateItemRequest update => update.TableName,
        TransactWriteItemsRequest transaction => transaction.TransactItems[0].Delete.TableName,
        _ => "",
    };

    private async Task<TResponse> PassAsync<TResponse>(AmazonDynamoDBRequest request, Func<Task<TResponse>> call)
    {
        await Before(request);
        var response = await call();
        await After(request);
        return response;
    }
}
