using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Sharing;

/// <summary>Makes the calls to a table that Express uses too: one of these is one request to DynamoDB.</summary>
internal sealed class SharedItems(IAmazonDynamoDB dynamoDb, string tableName, string keyAttribute, SharedRecordReader reader)
{
    public string TableName => tableName;

    /// <returns>The record; <see langword="null"/> when there is no item.</returns>
    public async Task<SharedRecord?> GetAsync(string key, bool consistentRead, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = KeyOf(key), ConsistentRead = consistentRead };
        try
        {
            var response = await dynamoDb.GetItemAsync(request, cancellationToken).ConfigureAwait(false);
            return Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, tableName, exception);
        }
    }

    /// <param name="operation">What the update is for.</param>
    /// <param name="key">The key.</param>
    /// <param name="expression">The update.</param>
    /// <param name="explain">Names the failures that are the operation's own; <see langword="null"/> from it for all others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> when the update was applied.</returns>
    public async Task<RefusedShare?> UpdateAsync(
        TableOperation operation, string key, UpdateExpression expression, Func<Exception, SessionException?> explain, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = tableName,
            Key = KeyOf(key),
            UpdateExpression = expression.Update,
            ConditionExpression = expression.Condition,
            ExpressionAttributeNames = new(expression.Names),
            ExpressionAttributeValues = ToAttributes(expression.Values),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await dynamoDb.UpdateItemAsync(request, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsRefused(exception, out var item))
        {
            return new(Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw explain(exception) ?? DynamoDbErrors.Describe(operation, tableName, exception);
        }
    }

    /// <summary>Writes an item in the place of one that meets the condition, so that nothing of that one is left.</summary>
    /// <returns><see langword="null"/> when it was written.</returns>
    public async Task<RefusedShare?> ReplaceAsync(
        TableOperation operation, string key, IReadOnlyDictionary<string, SessionValue> attributes, UpdateExpression condition, CancellationToken cancellationToken)
    {
        var item = ToAttributes(attributes);
        item[keyAttribute] = new AttributeValue { S = key };
        var request = new PutItemRequest
        {
            TableName = tableName,
            Item = item,
            ConditionExpression = condition.Condition,
            ExpressionAttributeNames = new(condition.Names),
            ExpressionAttributeValues = condition.Values.Count > 0 ? ToAttributes(condition.Values) : null,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsRefused(exception, out var refusing))
        {
            return new(Read(refusing));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(operation with { Permission = "dynamodb:PutItem" }, tableName, exception);
        }
    }

    private SharedRecord? Read(Dictionary<string, AttributeValue>? item) => item is { Count: > 0 } ? reader.Read(LegacyItems.ToValues(item)) : null;

    private Dictionary<string, AttributeValue> KeyOf(string key) => new(StringComparer.Ordinal) { [keyAttribute] = new AttributeValue { S = key } };

    private static Dictionary<string, AttributeValue> ToAttributes(IReadOnlyDictionary<string, SessionValue> values) =>
        values.ToDictionary(value => value.Key, value => AttributeValueJson.ToAttributeValue(value.Value), StringComparer.Ordinal);
}
