using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;
using Moq;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace DynamoSession.Tests.Support.Dynalite;

/// <summary>
/// A client that puts each call to two implementations of DynamoDB, and answers as the first does. Both must apply the call or refuse
/// it by the same error, and have the same item afterwards.
/// </summary>
internal sealed class PairedDynamoDb : IDisposable
{
    public const string Applied = "applied";

    private const string KeyAttribute = "id";

    private readonly IAmazonDynamoDB _first;
    private readonly IAmazonDynamoDB _second;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<string> _apart = [];
    private readonly List<Disagreement> _disagreements = [];

    /// <param name="first">Whose answers count.</param>
    /// <param name="second">Who must agree.</param>
    public PairedDynamoDb(IAmazonDynamoDB first, IAmazonDynamoDB second)
    {
        _first = first;
        _second = second;

        // Any other call fails the test.
        var client = new Mock<IAmazonDynamoDB>(MockBehavior.Strict);
        client.Setup(c => c.GetItemAsync(It.IsAny<GetItemRequest>(), It.IsAny<CancellationToken>())).Returns(GetAsync);
        client.Setup(c => c.PutItemAsync(It.IsAny<PutItemRequest>(), It.IsAny<CancellationToken>())).Returns(PutAsync);
        client.Setup(c => c.UpdateItemAsync(It.IsAny<UpdateItemRequest>(), It.IsAny<CancellationToken>())).Returns(UpdateAsync);
        Client = client.Object;
    }

    public IAmazonDynamoDB Client { get; }

    /// <summary>Gets what the two understood differently, the first of it for each item: all else follows from that.</summary>
    public IReadOnlyList<Disagreement> Disagreements => _disagreements;

    public void Dispose() => _turn.Dispose();

    private Task<GetItemResponse> GetAsync(GetItemRequest request, CancellationToken cancellationToken) => AskAsync(
        "GetItem",
        request.Key,
        dynamoDb => dynamoDb.GetItemAsync(request, cancellationToken),
        (_, response) => Task.FromResult(ValueOf(response.Item)),
        cancellationToken);

    private Task<PutItemResponse> PutAsync(PutItemRequest request, CancellationToken cancellationToken)
    {
        var key = new Item { [KeyAttribute] = request.Item[KeyAttribute] };
        return AskAsync(
            Describe("PutItem", request.ConditionExpression, request.ExpressionAttributeValues),
            key,
            dynamoDb => dynamoDb.PutItemAsync(request, cancellationToken),
            (dynamoDb, _) => ReadAsync(dynamoDb, request.TableName, key),
            cancellationToken);
    }

    private async Task<UpdateItemResponse> UpdateAsync(UpdateItemRequest request, CancellationToken cancellationToken)
    {
        var returned = request.ReturnValues;
        if (returned == ReturnValue.ALL_OLD)
        {
            return await AskAsync(
                DescribeUpdate(request),
                request.Key,
                dynamoDb => dynamoDb.UpdateItemAsync(request, cancellationToken),
                (dynamoDb, _) => ReadAsync(dynamoDb, request.TableName, request.Key),
                cancellationToken);
        }

        // The item as it is afterwards comes with the response, which saves a read of each.
        request.ReturnValues = ReturnValue.ALL_NEW;
        try
        {
            var response = await AskAsync(
                DescribeUpdate(request),
                request.Key,
                dynamoDb => dynamoDb.UpdateItemAsync(request, cancellationToken),
                (_, answer) => Task.FromResult(ValueOf(answer.Attributes)),
                cancellationToken);
            response.Attributes = returned == ReturnValue.ALL_NEW ? response.Attributes : null;
            return response;
        }
        finally
        {
            request.ReturnValues = returned;
        }
    }

    private async Task<TResponse> AskAsync<TResponse>(
        string call, Item key, Func<IAmazonDynamoDB, Task<TResponse>> ask, Func<IAmazonDynamoDB, TResponse, Task<SessionValue>> itemAfter, CancellationToken cancellationToken)
    {
        // Of parallel callers both must hear the same one first.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var first = ask(_first);
            if (!_apart.Contains(key[KeyAttribute].S) && await CompareAsync(call, first, ask(_second), itemAfter) is { } disagreement)
            {
                _apart.Add(key[KeyAttribute].S);
                _disagreements.Add(disagreement);
            }

            return await first;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Disagreement?> CompareAsync<TResponse>(
        string call, Task<TResponse> first, Task<TResponse> second, Func<IAmazonDynamoDB, TResponse, Task<SessionValue>> itemAfter)
    {
        var error = await ErrorOfAsync(first);
        var otherError = await ErrorOfAsync(second);
        if (error is not null || otherError is not null)
        {
            return error?.ErrorCode == otherError?.ErrorCode ? null : new(call, TextOf(error), TextOf(otherError));
        }

        var item = await itemAfter(_first, await first);
        var otherItem = await itemAfter(_second, await second);
        return item.ContentEquals(otherItem) ? null : new(call, Sample.TextOf(item), Sample.TextOf(otherItem));
    }

    private static async Task<AmazonServiceException?> ErrorOfAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (AmazonServiceException exception)
        {
            return exception;
        }
    }

    private static string DescribeUpdate(UpdateItemRequest request) =>
        Describe($"UpdateItem {request.UpdateExpression}", request.ConditionExpression, request.ExpressionAttributeValues);

    private static string Describe(string what, string? condition, Item? values) =>
        $"{what} IF {condition} WITH {string.Join(", ", (values ?? []).Select(value => $"{value.Key} {(value.Value.IsMSet ? "M" : "")}".Trim()))}";

    private static string TextOf(AmazonServiceException? error) => error is null ? Applied : $"{error.ErrorCode}: {error.Message}";

    private static async Task<SessionValue> ReadAsync(IAmazonDynamoDB dynamoDb, string tableName, Item key) =>
        ValueOf((await dynamoDb.GetItemAsync(new GetItemRequest { TableName = tableName, Key = key, ConsistentRead = true })).Item);

    private static SessionValue ValueOf(Item? item) => AttributeValueJson.ToSessionValue(new AttributeValue { M = item ?? [], IsMSet = true });
}
