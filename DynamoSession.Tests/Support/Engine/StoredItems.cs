using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Looks at items, and plants them, behind the table's back. Attributes are DynamoDB JSON.</summary>
internal sealed class StoredItems(IAmazonDynamoDB dynamoDb, string tableName, string keyAttribute = "id", string keyPrefix = "s1#")
{
    /// <returns>The item's attributes; empty when there is no item.</returns>
    public async Task<Dictionary<string, string>> ReadAsync(string id)
    {
        var response = await dynamoDb.GetItemAsync(new GetItemRequest { TableName = tableName, Key = KeyOf(id), ConsistentRead = true });
        return (response.Item ?? []).ToDictionary(
            attribute => attribute.Key, attribute => Sample.TextOf(AttributeValueJson.ToSessionValue(attribute.Value)), StringComparer.Ordinal);
    }

    public Task PlantAsync(string id, params (string Name, string Json)[] attributes)
    {
        var item = KeyOf(id);
        foreach (var (name, json) in attributes)
        {
            item[name] = Attribute(json);
        }

        return dynamoDb.PutItemAsync(new PutItemRequest { TableName = tableName, Item = item });
    }

    public Task AddAsync(string id, string attribute, string json) => dynamoDb.UpdateItemAsync(new UpdateItemRequest
    {
        TableName = tableName,
        Key = KeyOf(id),
        AttributeUpdates = new() { [attribute] = new AttributeValueUpdate(Attribute(json), AttributeAction.PUT) },
    });

    private Dictionary<string, AttributeValue> KeyOf(string id) => new() { [keyAttribute] = new AttributeValue(keyPrefix + id) };

    private static AttributeValue Attribute(string json) => AttributeValueJson.ToAttributeValue(Sample.Json(json));
}
