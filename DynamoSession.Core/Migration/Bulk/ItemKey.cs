using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>Formats an item's key as DynamoDB JSON text, and parses it.</summary>
internal static class ItemKey
{
    public static string Format(Dictionary<string, AttributeValue> key)
    {
        var text = new JsonObject();
        foreach (var (name, value) in key)
        {
            text[name] = JsonNode.Parse(AttributeValueJson.ToSessionValue(value).Utf8Json.Span);
        }

        return text.ToJsonString();
    }

    /// <exception cref="FormatException">The text is not a key.</exception>
    public static Dictionary<string, AttributeValue> Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text)!.AsObject().ToDictionary(
                part => part.Key,
                part => AttributeValueJson.ToAttributeValue(SessionValue.FromDynamoDbJson(Encoding.UTF8.GetBytes(part.Value!.ToJsonString()))),
                StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new FormatException("The checkpoint contains an invalid key.");
        }
    }
}
