using Amazon.DynamoDBv2.Model;
using DynamoSession.Core.DynamoDb;

namespace DynamoSession.Core.Migration;

/// <summary>Takes a record over from the SDK.</summary>
internal static class OldItem
{
    /// <returns>The attributes; <see langword="null"/> when one of them is nothing that DynamoDB could have returned.</returns>
    public static IReadOnlyDictionary<string, SessionValue>? From(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return item.ToDictionary(attribute => attribute.Key, attribute => AttributeValueJson.ToSessionValue(attribute.Value), StringComparer.Ordinal);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
