using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Converts a stored value to plain JSON for System.Text.Json.</summary>
internal static class DynamoDbToJson
{
    /// <summary>Returns the value as plain JSON: sets as arrays, bytes as base64 text, numbers in canonical form.</summary>
    /// <exception cref="FormatException">The value is not valid DynamoDB JSON.</exception>
    public static byte[] Convert(SessionValue value)
    {
        using var buffer = JsonBuffer.Rent();
        return Write(buffer, value).ToArray();
    }

    /// <summary>Writes the value as plain JSON for a parser: what is escaped may stay escaped.</summary>
    /// <returns>What has been written, which is in the buffer.</returns>
    /// <exception cref="FormatException">The value is not valid DynamoDB JSON.</exception>
    public static ReadOnlySpan<byte> ConvertForParser(JsonBuffer buffer, SessionValue value)
    {
        var json = value.Utf8Json.Span;
        if (HasMetadata(json))
        {
            return Write(buffer, value);
        }

        var plain = new PlainJson(json, buffer.GetSpan(json.Length));
        if (!plain.TryCopy())
        {
            return Write(buffer, value);
        }

        buffer.Advance(plain.Length);
        return buffer.Written;
    }

    private static bool HasMetadata(ReadOnlySpan<byte> json) => json.IndexOf("\"$"u8) >= 0;

    private static ReadOnlySpan<byte> Write(JsonBuffer buffer, SessionValue value)
    {
        var json = value.Utf8Json.Span;
        var reader = new Utf8JsonReader(json, DynamoDbJsonSyntax.Reading);
        try
        {
            Read(ref reader, JsonTokenType.StartObject);
            WriteValue(ref reader, buffer.Writer, HasMetadata(json));
        }
        catch (JsonException)
        {
            // The parser's message may quote the value.
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }

        return buffer.Written;
    }

    // The reader starts at the value's opening brace and ends at its closing one.
    private static void WriteValue(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata)
    {
        Read(ref reader, JsonTokenType.PropertyName);
        var kind = DynamoDbJsonSyntax.KindAt(ref reader);
        switch (kind)
        {
            case SessionValueKind.Boolean:
                reader.Read();
                writer.WriteBooleanValue(reader.GetBoolean());
                break;
            case SessionValueKind.Null:
                reader.Read();
                writer.WriteNullValue();
                break;
            case SessionValueKind.List:
                WriteList(ref reader, writer, hasMetadata);
                break;
            case SessionValueKind.Map:
                WriteMap(ref reader, writer, hasMetadata);
                break;
            case SessionValueKind.StringSet or SessionValueKind.BinarySet or SessionValueKind.NumberSet:
                WriteSet(ref reader, writer, kind);
                break;
            default:
                Read(ref reader, JsonTokenType.String);
                WriteScalar(ref reader, writer, kind);
                break;
        }

        Read(ref reader, JsonTokenType.EndObject);
    }

    private static void WriteList(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata)
    {
        Read(ref reader, JsonTokenType.StartArray);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            WriteValue(ref reader, writer, hasMetadata);
        }

        Expect(ref reader, JsonTokenType.EndArray);
        writer.WriteEndArray();
    }

    private static void WriteMap(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata)
    {
        Read(ref reader, JsonTokenType.StartObject);
        writer.WriteStartObject();
        if (hasMetadata)
        {
            // By default System.Text.Json requires metadata such as $type first; DynamoDB does not preserve the order.
            var lookahead = reader;
            WriteMembers(ref lookahead, writer, hasMetadata, static name => name is [(byte)'$', ..]);
            WriteMembers(ref reader, writer, hasMetadata, static name => name is not [(byte)'$', ..]);
        }
        else
        {
            WriteMembers(ref reader, writer, hasMetadata, static _ => true);
        }

        writer.WriteEndObject();
    }

    private static void WriteMembers(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata, Func<ReadOnlySpan<byte>, bool> isIncluded)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = DynamoDbJsonSyntax.Unescaped(ref reader);
            if (!isIncluded(name))
            {
                reader.Skip();
                continue;
            }

            writer.WritePropertyName(name);
            Read(ref reader, JsonTokenType.StartObject);
            WriteValue(ref reader, writer, hasMetadata);
        }

        Expect(ref reader, JsonTokenType.EndObject);
    }

    private static void WriteSet(ref Utf8JsonReader reader, Utf8JsonWriter writer, SessionValueKind set)
    {
        Read(ref reader, JsonTokenType.StartArray);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            WriteScalar(ref reader, writer, set == SessionValueKind.NumberSet ? SessionValueKind.Number : SessionValueKind.String);
        }

        Expect(ref reader, JsonTokenType.EndArray);
        writer.WriteEndArray();
    }

    private static void WriteScalar(ref Utf8JsonReader reader, Utf8JsonWriter writer, SessionValueKind kind)
    {
        var content = DynamoDbJsonSyntax.Unescaped(ref reader);
        if (kind == SessionValueKind.Number)
        {
            // DynamoDB chooses the notation of the numbers it returns, and not every .NET type can parse each of them.
            writer.WriteRawValue(Numbers.CanonicalOrUnchanged(content, stackalloc byte[DecimalNumber.MaxTextLength]), skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(content);
        }
    }

    private static void Read(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        reader.Read();
        Expect(ref reader, expected);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (reader.TokenType != expected)
        {
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }
    }
}
