using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>What every value in DynamoDB JSON looks like: an object with one member, which is named after the type.</summary>
internal static class DynamoDbJsonSyntax
{
    /// <summary>Options for values. Each level of a value is two levels of DynamoDB JSON; the limit protects the stack and is above DynamoDB's 32 levels.</summary>
    public static readonly JsonReaderOptions Reading = new() { MaxDepth = 256 };

    /// <summary>Returns a value's type, without validating its content.</summary>
    /// <exception cref="FormatException">The text does not start like DynamoDB JSON with a known type.</exception>
    public static SessionValueKind KindOf(ReadOnlySpan<byte> utf8Json) => utf8Json switch
    {
        // As DynamoDB and this package write most values.
        [(byte)'{', (byte)'"', (byte)'S', (byte)'"', (byte)':', ..] => SessionValueKind.String,
        [(byte)'{', (byte)'"', (byte)'N', (byte)'"', (byte)':', ..] => SessionValueKind.Number,
        [(byte)'{', (byte)'"', (byte)'L', (byte)'"', (byte)':', ..] => SessionValueKind.List,
        [(byte)'{', (byte)'"', (byte)'M', (byte)'"', (byte)':', ..] => SessionValueKind.Map,
        _ => ReadKind(utf8Json),
    };

    /// <summary>Returns the type whose name is the reader's current token.</summary>
    /// <exception cref="FormatException">There is no such type in DynamoDB.</exception>
    public static SessionValueKind KindAt(ref Utf8JsonReader reader) => Unescaped(ref reader) switch
    {
        [(byte)'S'] => SessionValueKind.String,
        [(byte)'N'] => SessionValueKind.Number,
        [(byte)'B'] => SessionValueKind.Binary,
        [(byte)'L'] => SessionValueKind.List,
        [(byte)'M'] => SessionValueKind.Map,
        [(byte)'S', (byte)'S'] => SessionValueKind.StringSet,
        [(byte)'N', (byte)'S'] => SessionValueKind.NumberSet,
        [(byte)'B', (byte)'S'] => SessionValueKind.BinarySet,
        [(byte)'B', (byte)'O', (byte)'O', (byte)'L'] => SessionValueKind.Boolean,
        [(byte)'N', (byte)'U', (byte)'L', (byte)'L'] => SessionValueKind.Null,
        _ => throw NotDynamoDbJson(),
    };

    /// <summary>Returns the reader's current string or property name without JSON escapes.</summary>
    public static ReadOnlySpan<byte> Unescaped(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        var text = new byte[reader.ValueSpan.Length];
        return text.AsSpan(0, reader.CopyString(text));
    }

    public static FormatException NotDynamoDbJson() => new("The value is not valid DynamoDB JSON: it must be an object whose only member is named after a type, such as {\"S\":\"...\"}.");

    private static SessionValueKind ReadKind(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8Json, Reading);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                return KindAt(ref reader);
            }
        }
        catch (JsonException)
        {
            // The parser's message quotes the text.
        }

        throw NotDynamoDbJson();
    }
}
