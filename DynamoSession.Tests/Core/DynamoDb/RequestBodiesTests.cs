using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using DynamoSession.Core;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Expressions;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Http;

namespace DynamoSession.Tests.Core.DynamoDb;

/// <summary>The bodies that go over the wire are those that the SDK would send.</summary>
public sealed class RequestBodiesTests
{
    private static readonly SessionTableOptions Options = new() { TableName = "te\"st", KeyAttribute = "k\\ey", KeyPrefix = "é#" };
    private static readonly RequestBodies Bodies = new(Options);

    [Test]
    public async Task A_read_is_the_same_as_the_SDKs(
        [Values("AbC-_19", "a\"b\\c", "é😀\u0001+", "half a pair: \ud83d")] string id, [Values] bool consistentRead, [Values] bool wantsUnits)
    {
        var sdk = await SentByTheSdkAsync(client => new SdkItemCalls(client, Options).GetAsync(id, consistentRead, wantsUnits, default));

        AreSame(Bodies.Get(id, consistentRead, wantsUnits), sdk);
    }

    [Test]
    public async Task An_update_is_the_same_as_the_SDKs([Values] bool wantsUnits, [Values] bool returnsItem)
    {
        var id = Sample.NewId();
        var expression = new UpdateExpression(
            "SET #s.#0 = :0, #s.#1 = :1",
            "attribute_exists(#id) AND #n > :\"",
            Of(("#s", "sess"), ("#0", "a\"b\ud83d\ude00"), ("#1", "\u0001"), ("#2", new string('é', 40)), ("#3", new string('x', 40) + "\\"), ("#id", "id"), ("#n", "n")),
            Of(
                (":0", Sample.Json("""{"M":{"a":{"L":[{"N":"1.50"},{"BOOL":true},{"NULL":true}]},"é\u0041":{"B":"AAEC"}}}""")),
                (":1", Sample.Json("""{"SS":["a","\"","😀"]}""")),
                (":\"", Sample.Number(7))));
        var returnValues = returnsItem ? ReturnValue.ALL_NEW : null;

        var sdk = await SentByTheSdkAsync(client => new SdkItemCalls(client, Options).UpdateAsync(id, expression, returnValues, wantsUnits, default));

        AreSame(Bodies.Update(id, expression, returnValues, wantsUnits), sdk);
    }

    [Test]
    public async Task An_update_without_values_is_the_same_as_the_SDKs()
    {
        var expression = new UpdateExpression("REMOVE #a", "attribute_exists(#a)", Of(("#a", "a")), Of<SessionValue>());

        var sdk = await SentByTheSdkAsync(client => new SdkItemCalls(client, Options).UpdateAsync("id", expression, returnValues: null, wantsUnits: false, default));

        AreSame(Bodies.Update("id", expression, returnValues: null, wantsUnits: false), sdk);
    }

    private static Placeholders<T> Of<T>(params (string Placeholder, T Value)[] placeholders)
    {
        var result = new Placeholders<T>(numbered: 0);
        foreach (var (placeholder, value) in placeholders)
        {
            result.Declare(placeholder, value);
        }

        return result;
    }

    // The SDK's default for ConsistentRead is in its body, ours is not.
    private static void AreSame(byte[] ours, string sdks)
    {
        var (mine, theirs) = (JsonNode.Parse(ours)!.AsObject(), JsonNode.Parse(sdks)!.AsObject());
        foreach (var body in new[] { mine, theirs })
        {
            if (body["ConsistentRead"]?.GetValue<bool>() == false)
            {
                body.Remove("ConsistentRead");
            }

            if (body["ExpressionAttributeValues"] is JsonObject { Count: 0 })
            {
                body.Remove("ExpressionAttributeValues");
            }
        }

        Assert.That(JsonNode.DeepEquals(mine, theirs), Is.True, $"{Encoding.UTF8.GetString(ours)}\n{sdks}");
    }

    private static async Task<string> SentByTheSdkAsync(Func<IAmazonDynamoDB, Task> call)
    {
        using var responses = new CannedResponses();
        await call(responses.Client);
        return responses.Sent!;
    }
}
