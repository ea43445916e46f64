using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>Makes the calls that convert a whole table of another package, and tells what each has consumed.</summary>
internal sealed class LegacyTable(IAmazonDynamoDB dynamoDb, string name)
{
    // More would not fit into an expression; whatever holds the session is among the first.
    private const int MaxCompared = 200;

    public string Name => name;

    public async Task<ScanResponse> ScanAsync(
        int segment, int segments, Dictionary<string, AttributeValue>? start, int limit, Action<double> onRead, CancellationToken cancellationToken)
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
        var response = await CallAsync(TableOperation.ScanOld, () => dynamoDb.ScanAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        onRead(UnitsOf(response.ConsumedCapacity));
        return response;
    }

    /// <returns>The item as it is now; null when there is none.</returns>
    public async Task<Dictionary<string, AttributeValue>?> GetAsync(Dictionary<string, AttributeValue> key, Action<double> onRead, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, Key = key, ConsistentRead = true, ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL };
        var response = await CallAsync(TableOperation.LoadOld, () => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        onRead(UnitsOf(response.ConsumedCapacity));
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>
    /// Removes an item that is still the one that was read. It is a transaction of one, at twice the price, for its token's sake:
    /// a plain removal whose answer got lost would find no item when it is tried again, as if somebody else had removed it.
    /// </summary>
    /// <returns>Whether it was removed; if not, what is there now, null for nothing.</returns>
    public async Task<(bool IsRemoved, Dictionary<string, AttributeValue>? Current)> RemoveUnchangedAsync(
        Dictionary<string, AttributeValue> key, Dictionary<string, AttributeValue> item, string token, Action<double> onWritten, CancellationToken cancellationToken)
    {
        var delete = new Delete { TableName = name, Key = key, ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD };
        Compare(delete, item, key);
        var request = new TransactWriteItemsRequest
        {
            TransactItems = [new() { Delete = delete }],
            ClientRequestToken = token,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var response = await CallAsync(TableOperation.RemoveOld, () => dynamoDb.TransactWriteItemsAsync(request, cancellationToken), cancellationToken)
                .ConfigureAwait(false);
            onWritten((response.ConsumedCapacity ?? []).Sum(UnitsOf));
            return (true, null);
        }
        catch (SessionStoreException exception) when (DynamoDbErrors.IsRefusedInTransaction(exception.InnerException, out var current))
        {
            onWritten(2);
            return (false, current is { Count: > 0 } ? current : null);
        }
    }

    /// <returns>About how many items there are; null when that is not to be had.</returns>
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

    private static void Compare(Delete delete, Dictionary<string, AttributeValue> item, Dictionary<string, AttributeValue> key)
    {
        var conditions = new List<string>();
        foreach (var (attribute, value) in item.Where(attribute => !key.ContainsKey(attribute.Key)).OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Take(MaxCompared))
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
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation, name, exception);
        }
    }
}
