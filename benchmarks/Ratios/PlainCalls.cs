using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Benchmarks.Ratios;

/// <summary>What an application would do that used the SDK itself.</summary>
internal sealed class PlainCalls(IAmazonDynamoDB client) : IDisposable
{
    // What DynamoDB takes in an expression.
    private const int MaxPaths = 250;

    private static readonly GetItemRequest Get = new() { TableName = "sessions", Key = Key(), ConsistentRead = true };

    public Task<GetItemResponse> GetAsync() => client.GetItemAsync(Get);

    /// <summary>Returns a call that gets the item and sets some of its fields; all of them, if there are too many for an expression.</summary>
    public Func<Task> GetAndUpdate(int changes)
    {
        if (changes <= MaxPaths)
        {
            var update = SetFields(changes);
            return async () =>
            {
                await GetAsync();
                await client.UpdateItemAsync(update);
            };
        }

        return async () =>
        {
            var fields = (await GetAsync()).Item["sess"].M;
            foreach (var field in Enumerable.Range(0, changes))
            {
                fields[$"c{field}"] = new() { N = "1" };
            }

            await client.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = "sessions",
                Key = Key(),
                UpdateExpression = "SET #s = :s",
                ExpressionAttributeNames = new() { ["#s"] = "sess" },
                ExpressionAttributeValues = new() { [":s"] = new() { M = fields } },
            });
        };
    }

    public void Dispose() => client.Dispose();

    private static UpdateItemRequest SetFields(int changes)
    {
        var fields = Enumerable.Range(0, changes).ToArray();
        return new()
        {
            TableName = "sessions",
            Key = Key(),
            UpdateExpression = $"SET {string.Join(", ", fields.Select(field => $"#s.#{field} = :{field}"))}",
            ExpressionAttributeNames = fields.Select(field => KeyValuePair.Create($"#{field}", $"c{field}")).Append(new("#s", "sess")).ToDictionary(),
            ExpressionAttributeValues = fields.ToDictionary(field => $":{field}", _ => new AttributeValue { N = "1" }),
        };
    }

    private static Dictionary<string, AttributeValue> Key() => new() { ["id"] = new("s1#canned") };
}
