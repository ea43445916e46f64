using System.Buffers;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Turns a stored value into plain JSON, which System.Text.Json then reads.</summary>
internal static class DynamoDbToJson
{
    /// <summary>Returns the value as plain JSON: sets as arrays, bytes as base64 text, numbers in canonical text.</summary>
    /// <exception cref="FormatException">The value is no DynamoDB JSON.</exception>
    public static ReadOnlySpan<byte> Convert(SessionValue value)
    {
        var output = new ArrayBufferWriter<byte>(value.Utf8Json.Length);
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        var reader = new Utf8JsonReader(value.Utf8Json.Span, DynamoDbJson.Reading);
        try
        {
            Read(ref reader, JsonTokenType.StartObject);
            WriteValue(ref reader, writer, value.Utf8Json.Span.IndexOf("\"$"u8) >= 0);
        }
        catch (JsonException)
        {
            // The parser's message quotes the text.
            throw DynamoDbJson.NotDynamoDbJson();
        }

        writer.Flush();
        return output.WrittenSpan;
    }

    // The reader stands on the value's opening brace and leaves on its closing one.
    private static void WriteValue(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata)
    {
        Read(ref reader, JsonTokenType.PropertyName);
        var kind = DynamoDbJson.KindAt(ref reader);
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
            // System.Text.Json wants $type and its kin first, unless told otherwise; DynamoDB keeps no order.
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

    private static void WriteMembers(ref Utf8JsonReader reader, Utf8JsonWriter writer, bool hasMetadata, Func<ReadOnlySpan<byte>, bool> isWanted)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = DynamoDbJson.Unescaped(ref reader);
            if (!isWanted(name))
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
        var content = DynamoDbJson.Unescaped(ref reader);
        if (kind == SessionValueKind.Number)
        {
            // DynamoDB chooses the notation of what it returns, and not every .NET number reads each of them.
            writer.WriteRawValue(Numbers.CanonicalOrSame(content, stackalloc byte[DecimalNumber.MaxTextLength]), skipInputValidation: true);
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
            throw DynamoDbJson.NotDynamoDbJson();
        }
    }
}
