using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.Expressions;

namespace DynamoSession.Core.DynamoDb;

/// <summary>Builds the SDK's requests.</summary>
/// <param name="options">The table and its attributes.</param>
internal sealed class SessionRequests(SessionTableOptions options)
{
    public GetItemRequest Get(string id, bool consistentRead) => new()
    {
        TableName = options.TableName,
        Key = KeyOf(id),
        ConsistentRead = consistentRead,
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
    };

    public UpdateItemRequest Update(string id, UpdateExpression expression) => new()
    {
        TableName = options.TableName,
        Key = KeyOf(id),
        UpdateExpression = expression.Update,
        ConditionExpression = expression.Condition,
        ExpressionAttributeNames = new(expression.Names),
        ExpressionAttributeValues = expression.Values.ToDictionary(
            value => value.Key, value => AttributeValueJson.ToAttributeValue(value.Value), StringComparer.Ordinal),
        ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        // A failed condition returns the stored item, so that the reason is known without another read.
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
    };

    private Dictionary<string, AttributeValue> KeyOf(string id) => new(StringComparer.Ordinal)
    {
        [options.KeyAttribute] = new AttributeValue { S = options.KeyPrefix + id },
    };
}
