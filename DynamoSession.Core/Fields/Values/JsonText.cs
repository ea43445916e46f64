using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Reads text as the JSON that it contains. Most applications that use ISession store objects that way, with JsonSerializer and
/// SetString.
/// </summary>
internal static class JsonText
{
    /// <summary>Whether the serializer reads the type only from objects and arrays, so that text must be JSON.</summary>
    /// <remarks>This excludes types with their own converter, which may read text.</remarks>
    public static bool IsOnlyReading(JsonTypeInfo type) =>
        type.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary;

    /// <summary>Whether text that a converter rejected may be JSON of that type: an object, an array or text in quotes.</summary>
    public static bool MayBe(ReadOnlySpan<byte> utf8) => utf8.TrimStart(JsonScanner.WhiteSpace) is [(byte)'{' or (byte)'[' or (byte)'"', ..];

    /// <exception cref="JsonException">
    /// The text is not JSON of that type, or is nested deeper than <paramref name="maxDepth"/>. Exceptions from converters pass through.
    /// </exception>
    public static T? Deserialize<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            MaxDepth = maxDepth,
            AllowTrailingCommas = type.Options.AllowTrailingCommas,
            CommentHandling = type.Options.ReadCommentHandling,
        });
        var value = JsonSerializer.Deserialize(ref reader, type);
        return reader.Read() ? throw new JsonException() : value;
    }
}
