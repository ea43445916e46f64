using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>Makes the calls for a bulk migration of a legacy table, and reports the capacity that each one consumed.</summary>
internal sealed class LegacyTable(IAmazonDynamoDB dynamoDb, string name)
{
    // More would not fit into an expression. The attribute that holds the session is among the first.
    private const int MaxComparedAttributes = 200;

    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);

    public string Name => name;

    /// <param name="segment">The segment.</param>
    /// <param name="segments">The number of segments.</param>
    /// <param name="start">The key after which to start.</param>
    /// <param name="limit">The largest number of items.</param>
    /// <param name="attributes">The attributes to return; null for all.</param>
    /// <param name="onRead">Called with the consumed read capacity units.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<ScanResponse> ScanAsync(
        int segment,
        int segments,
        Dictionary<string, AttributeValue>? start,
        int limit,
        IReadOnlyList<string>? attributes,
        Action<double> onRead,
        CancellationToken cancellationToken)
    {
        var request = new ScanRequest
        {
            TableName = name,
            Segment = segment,
            TotalSegments = segments,
            ExclusiveStartKey = start,
            Limit = limit,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        if (attributes is not null)
        {
            request.ExpressionAttributeNames = attributes.Index().ToDictionary(attribute => $"#{attribute.Index}", attribute => attribute.Item, StringComparer.Ordinal);
            request.ProjectionExpression = string.Join(", ", request.ExpressionAttributeNames.Keys);
        }

        var response = await CallAsync(TableOperation.ScanLegacy, () => dynamoDb.ScanAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        onRead(UnitsOf(response.ConsumedCapacity));
        return response;
    }

    /// <returns>The current item; null if there is none.</returns>
    public async Task<Dictionary<string, AttributeValue>?> GetAsync(Dictionary<string, AttributeValue> key, Action<double> onRead, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, Key = key, ConsistentRead = true, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
        var response = await CallAsync(TableOperation.LoadLegacy, () => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        onRead(UnitsOf(response.ConsumedCapacity));
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>
    /// Deletes an item if it has not changed since it was read. Uses a transaction with one action, at twice the cost, for its idempotency
    /// token: a retry of a plain DeleteItem whose response was lost could not tell its own deletion from someone else's.
    /// </summary>
    /// <returns>Whether it was deleted; otherwise the current item, null if there is none.</returns>
    public async Task<(bool IsDeleted, Dictionary<string, AttributeValue>? Current)> DeleteUnchangedAsync(
        Dictionary<string, AttributeValue> key, Dictionary<string, AttributeValue> item, string token, Action<double> onWritten, CancellationToken cancellationToken)
    {
        var delete = new Delete { TableName = name, Key = key, ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD };
        AddUnchangedCondition(delete, item, key);
        var request = new TransactWriteItemsRequest
        {
            TransactItems = [new() { Delete = delete }],
            ClientRequestToken = token,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var response = await CallAsync(TableOperation.DeleteLegacy, () => dynamoDb.TransactWriteItemsAsync(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            onWritten((response.ConsumedCapacity ?? []).Sum(UnitsOf));
            return (true, null);
        }
        catch (SessionStoreException exception) when (DynamoDbErrors.IsConditionFailedInTransaction(exception.InnerException, out var current))
        {
            onWritten(2);
            return (false, current is { Count: > 0 } ? current : null);
        }
    }

    /// <returns>The approximate number of items; null if it is not available.</returns>
    public async Task<long?> EstimateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await CallAsync(
                TableOperation.DescribeTable, () => dynamoDb.DescribeTableAsync(new DescribeTableRequest { TableName = name }, cancellationToken), cancellationToken).ConfigureAwait(false);
            return response.Table.ItemCount;
        }
        catch (SessionStoreException)
        {
            return null;
        }
    }

    private static void AddUnchangedCondition(Delete delete, Dictionary<string, AttributeValue> item, Dictionary<string, AttributeValue> key)
    {
        var conditions = new List<string>();
        foreach (var (attribute, value) in item.Where(attribute => !key.ContainsKey(attribute.Key)).OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Take(MaxComparedAttributes))
        {
            var number = conditions.Count;
            (delete.ExpressionAttributeNames ??= [])[$"#{number}"] = attribute;
            (delete.ExpressionAttributeValues ??= [])[$":{number}"] = value;
            conditions.Add($"#{number} = :{number}");
        }

        delete.ConditionExpression = string.Join(" AND ", conditions);
    }

    private static double UnitsOf(ConsumedCapacity? consumed) => consumed?.CapacityUnits ?? 1;

    private async Task<T> CallAsync<T>(TableOperation operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation, name, exception);
        }
    }
}
