using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>Makes the calls for single items of a legacy table. Each method makes one request to DynamoDB.</summary>
internal sealed class LegacyItems(IAmazonDynamoDB dynamoDb, string tableName)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);

    /// <param name="keyAttribute">The key attribute.</param>
    /// <param name="key">The key.</param>
    /// <param name="read">Interprets the item's attributes, except those without a known type. Returns null if the store did not write the item.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The result; <see cref="LegacySessionStatus.Corrupt"/> for an item that is not valid Unicode.</returns>
    public async Task<LegacySessionResult> ReadAsync(
        string keyAttribute, string key, Func<IReadOnlyDictionary<string, SessionValue>, LegacySessionResult?> read, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = tableName,
            Key = new() { [keyAttribute] = new AttributeValue { S = key } },
            // A user who has just signed in to the legacy application must be found.
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            return (response.Item is { Count: > 0 } item ? read(ToValues(item)) : null) ?? LegacySessionResult.NotLive(LegacySessionStatus.Missing);
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Corrupt);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.LoadLegacy, tableName, exception);
        }
    }

    /// <summary>Deletes an item that meets the condition. Does nothing if there is no such item, or no such table.</summary>
    public async Task DeleteAsync(string keyAttribute, string key, LegacyItemCondition condition, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = tableName,
            Key = new() { [keyAttribute] = new AttributeValue { S = key } },
            ConditionExpression = condition.Expression,
            ExpressionAttributeNames = new(condition.Names),
            ExpressionAttributeValues = condition.Values.ToDictionary(value => value.Key, value => new AttributeValue { S = value.Value }, StringComparer.Ordinal),
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            await _calls.RunAsync(() => dynamoDb.DeleteItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out _) || DynamoDbErrors.IsTableMissing(exception))
        {
            // There is nothing to delete.
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.DeleteLegacy, tableName, exception);
        }
    }

    public static Dictionary<string, SessionValue> ToValues(Dictionary<string, AttributeValue> item)
    {
        var values = new Dictionary<string, SessionValue>(item.Count, StringComparer.Ordinal);
        foreach (var (name, value) in item)
        {
            try
            {
                values.Add(name, AttributeValueJson.ToSessionValue(value));
            }
            catch (FormatException)
            {
                // DynamoDB never sends such a value. A session that needs the attribute is then reported as corrupt.
            }
        }

        return values;
    }
}
