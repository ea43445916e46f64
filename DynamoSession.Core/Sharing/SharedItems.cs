using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Calls;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Tables;

namespace DynamoSession.Core.Sharing;

/// <summary>Makes the calls for single items of a table that Express uses too. Each method makes one request to DynamoDB.</summary>
internal sealed class SharedItems(IAmazonDynamoDB dynamoDb, string tableName, string keyAttribute, SharedRecordReader reader, CallCapacity capacity)
{
    private readonly ClientCalls _calls = ClientCalls.Of(dynamoDb);

    public string TableName => tableName;

    /// <returns>The record; <see langword="null"/> if there is no item.</returns>
    public async Task<SharedRecord?> GetAsync(string key, bool consistentRead, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = tableName, Key = KeyOf(key), ConsistentRead = consistentRead, ReturnConsumedCapacity = capacity.Requested };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.GetItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnRead(TableOperation.Load, request, response);
            return Read(response.Item);
        }
        catch (Exception exception) when (DynamoDbErrors.IsItemUnreadable(exception))
        {
            // A record without content is unreadable.
            capacity.OnRead(TableOperation.Load, request, response: null);
            return new SharedRecord();
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.Load, tableName, exception);
        }
    }

    /// <param name="operation">The operation, for error messages.</param>
    /// <param name="key">The key.</param>
    /// <param name="expression">The update.</param>
    /// <param name="explain">Returns the exception for a failure that is specific to the operation; <see langword="null"/> for any other.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns><see langword="null"/> if the update was applied.</returns>
    public async Task<RefusedSharedWrite?> UpdateAsync(
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
            ReturnConsumedCapacity = capacity.Requested,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.UpdateItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnWritten(operation, CallCapacity.UpdateItem, response.ConsumedCapacity?.CapacityUnits, request.UpdateExpression);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var item))
        {
            capacity.OnRefused(operation, CallCapacity.UpdateItem, SdkItem.Of(item), request.UpdateExpression);
            return new(Read(item));
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw explain(exception) ?? DynamoDbErrors.Describe(operation, tableName, exception);
        }
    }

    /// <summary>Replaces an item that meets the condition, including all its attributes.</summary>
    /// <returns><see langword="null"/> if it was written.</returns>
    public async Task<RefusedSharedWrite?> ReplaceAsync(
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
            ReturnConsumedCapacity = capacity.Requested,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            var response = await _calls.RunAsync(() => dynamoDb.PutItemAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
            capacity.OnWritten(operation, CallCapacity.PutItem, response.ConsumedCapacity?.CapacityUnits);
            return null;
        }
        catch (Exception exception) when (DynamoDbErrors.IsConditionFailed(exception, out var stored))
        {
            capacity.OnRefused(operation, CallCapacity.PutItem, SdkItem.Of(stored));
            return new(Read(stored));
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
