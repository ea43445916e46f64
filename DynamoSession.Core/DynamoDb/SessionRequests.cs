using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Builds the SDK's requests.</summary>
/// <param name="options">The table and its attributes.</param>
internal sealed class SessionRequests(SessionTableOptions options)
{
    /// <param name="id">The public id.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible.</param>
    /// <param name="capacity">Whether the response contains the consumed capacity; <see langword="null"/> for not.</param>
    public GetItemRequest Get(string id, bool consistentRead, ReturnConsumedCapacity? capacity) => new()
    {
        TableName = options.TableName,
        Key = KeyOf(id),
        ConsistentRead = consistentRead,
        ReturnConsumedCapacity = capacity,
    };

    /// <param name="id">The public id.</param>
    /// <param name="expression">The update.</param>
    /// <param name="capacity">Whether the response contains the consumed capacity; <see langword="null"/> for not.</param>
    public UpdateItemRequest Update(string id, UpdateExpression expression, ReturnConsumedCapacity? capacity) => new()
    {
        TableName = options.TableName,
        Key = KeyOf(id),
        UpdateExpression = expression.Update,
        ConditionExpression = expression.Condition,
        ExpressionAttributeNames = new(expression.Names),
        ExpressionAttributeValues = expression.Values.ToDictionary(
            value => value.Key, value => AttributeValueJson.ToAttributeValue(value.Value), StringComparer.Ordinal),
        ReturnConsumedCapacity = capacity,
        // A failed condition returns the stored item, so that the reason is known without another read.
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
    };

    private Dictionary<string, AttributeValue> KeyOf(string id) => new(StringComparer.Ordinal)
    {
        [options.KeyAttribute] = new AttributeValue { S = options.KeyPrefix + id },
    };
}
