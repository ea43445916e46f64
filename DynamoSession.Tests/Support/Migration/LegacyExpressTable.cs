using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>A table of connect-dynamodb, as its application changes it.</summary>
internal sealed class LegacyExpressTable(IAmazonDynamoDB dynamoDb, string name)
{
    public string Name => name;

    public static string KeyOf(string sid) => "sess:" + sid;

    public static Dictionary<string, AttributeValue> Item(string sid, string fields, DateTimeOffset expires) => new()
    {
        ["id"] = new(KeyOf(sid)),
        ["sess"] = new(string.Create(CultureInfo.InvariantCulture, $$"""{"cookie":{"originalMaxAge":3600000,"expires":"{{expires.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","httpOnly":true,"path":"/"}{{(fields == "{}" ? "}" : "," + fields[1..])}}""")),
        ["type"] = new("connect-session"),
        ["expires"] = new() { N = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
    };

    public Task PutAsync(string sid, string fields, DateTimeOffset? expires = null) =>
        dynamoDb.PutItemAsync(name, Item(sid, fields, expires ?? TimeProvider.System.GetUtcNow().AddHours(1)));

    /// <summary>Writes an item whose JSON is cut.</summary>
    public Task PutCorruptAsync(string sid) => dynamoDb.PutItemAsync(name, new Dictionary<string, AttributeValue>
    {
        ["id"] = new(KeyOf(sid)),
        ["sess"] = new("""{"cookie":{"path":"/"},"us"""),
        ["expires"] = new() { N = "4102444800" },
    });

    /// <summary>Writes a session that is larger in DynamoDB's types than it is as JSON, and too large.</summary>
    public Task PutTooLargeAsync(string sid) => PutAsync(sid, $$"""{"numbers":[{{string.Join(',', Enumerable.Repeat(1, 180_000))}}]}""");

    public Task SignOutAsync(string sid) => dynamoDb.DeleteItemAsync(name, new() { ["id"] = new AttributeValue(KeyOf(sid)) });

    public async Task<bool> HasAsync(string sid) =>
        (await dynamoDb.GetItemAsync(new GetItemRequest { TableName = name, Key = new() { ["id"] = new AttributeValue(KeyOf(sid)) }, ConsistentRead = true })).Item is { Count: > 0 };

    public async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> ScanAsync()
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var request = new ScanRequest { TableName = name, ConsistentRead = true };
        do
        {
            var page = await dynamoDb.ScanAsync(request);
            items.AddRange(page.Items);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return items;
    }
}
