using System.Net;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Http;

/// <summary>One call to DynamoDB as it went over the wire.</summary>
/// <param name="Operation">For example GetItem.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Status">How it was answered.</param>
/// <param name="Response">What came back.</param>
internal sealed record TableCall(string Operation, JsonNode Request, HttpStatusCode Status, JsonNode? Response)
{
    public bool IsRead => Operation == "GetItem";

    public string? UpdateExpression => (string?)Request[nameof(UpdateExpression)];

    /// <summary>Gets the capacity units that DynamoDB billed; a refused write says nothing here.</summary>
    public double Units => (double?)Response?["ConsumedCapacity"]?["CapacityUnits"] ?? 0;

    /// <summary>Gets the update expression with its placeholders for names filled in.</summary>
    public string? NamedUpdateExpression
    {
        get
        {
            var names = Request["ExpressionAttributeNames"]?.AsObject().OrderByDescending(pair => pair.Key.Length);
            return names?.Aggregate(UpdateExpression, (text, name) => text?.Replace(name.Key, (string?)name.Value, StringComparison.Ordinal));
        }
    }
}
