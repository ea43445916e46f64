using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>Makes the calls to the table of Laravel's cache: one of these is one request to DynamoDB.</summary>
internal sealed class LaravelItems(IAmazonDynamoDB dynamoDb, string tableName, string keyAttribute)
{
    /// <summary>Reads an item, with everything that was acknowledged before.</summary>
    /// <returns>Its attributes; none when there is no item. One that is of no type is left out.</returns>
    public async Task<IReadOnlyDictionary<string, SessionValue>> GetAsync(string key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = tableName,
            Key = KeyOf(key),
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var response = await dynamoDb.GetItemAsync(request, cancellationToken).ConfigureAwait(false);
            return ToValues(response.Item ?? []);
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.LoadOld, tableName, exception);
        }
    }

    /// <summary>Deletes an item. That there is none, or no table any more, is fine.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = tableName,
            Key = KeyOf(key),
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            await dynamoDb.DeleteItemAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (DynamoDbErrors.IsTableMissing(exception))
        {
            // Then the session is gone with it.
        }
        catch (Exception exception) when (DynamoDbErrors.IsStoreFailure(exception, cancellationToken))
        {
            throw DynamoDbErrors.Describe(TableOperation.RemoveOld, tableName, exception);
        }
    }

    private static Dictionary<string, SessionValue> ToValues(Dictionary<string, AttributeValue> item)
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
                // Nothing that DynamoDB could have sent; a record that needs it is no session without it.
            }
        }

        return values;
    }

    private Dictionary<string, AttributeValue> KeyOf(string key) => new(StringComparer.Ordinal)
    {
        [keyAttribute] = new AttributeValue { S = key },
    };
}
