using System.Text.Json;

namespace DynamoSession.Core.Wire;

/// <summary>Recognizes the errors that are handled without the SDK.</summary>
internal static class WireErrors
{
    // An item nests 32 levels, each of them two of JSON, in an error's "Item".
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Returns the name of an error, such as <c>ThrottlingException</c>.</summary>
    /// <returns><see langword="null"/> if the body is not an error of DynamoDB, in JSON to its last byte.</returns>
    public static string? NameOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Deep);
            string? type = null;
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("__type"u8))
                {
                    reader.Read();
                    type = reader.GetString();
                }
            }

            // "com.amazonaws.dynamodb.v20120810#ThrottlingException"
            return type?[(type.LastIndexOf('#') + 1)..];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or the type is not a text.
            return null;
        }
    }

    /// <summary>Returns whether DynamoDB asks for fewer requests.</summary>
    public static bool IsThrottling(string? name) => name is "ProvisionedThroughputExceededException"
        or "ThrottlingException"
        or "Throttling"
        or "ThrottledException"
        or "RequestLimitExceeded"
        or "RequestThrottled"
        or "RequestThrottledException"
        or "TooManyRequestsException"
        or "SlowDown";

    /// <summary>Returns whether all of a body is one object of JSON.</summary>
    public static bool IsObject(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Deep);
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // Only to its end.
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
