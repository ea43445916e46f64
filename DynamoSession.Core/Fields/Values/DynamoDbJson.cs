using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Reads and creates DynamoDB JSON.</summary>
internal static class DynamoDbJson
{
    /// <summary>Options for documents whose text has been validated and whose structure is valid by construction.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // The characters that need no escaping in JSON; all others are left to the encoder.
    private static readonly SearchValues<byte> NotEscaped = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    public static SessionValue True { get; } = SessionValue.FromTrustedJson("""{"BOOL":true}"""u8.ToArray());

    public static SessionValue False { get; } = SessionValue.FromTrustedJson("""{"BOOL":false}"""u8.ToArray());

    public static SessionValue Null { get; } = SessionValue.FromTrustedJson("""{"NULL":true}"""u8.ToArray());

    /// <summary>Returns an N.</summary>
    /// <param name="text">The number's canonical text.</param>
    public static SessionValue Number(string text) => Number(Encoding.ASCII.GetBytes(text));

    /// <inheritdoc cref="Number(string)"/>
    public static SessionValue Number(ReadOnlySpan<byte> text) => Scalar("{\"N\":\""u8, text);

    /// <summary>Returns an S.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    public static SessionValue Text(ReadOnlySpan<byte> utf8)
    {
        if (!NeedsEscape(utf8))
        {
            return Scalar("{\"S\":\""u8, utf8);
        }

        var output = new ArrayBufferWriter<byte>(utf8.Length + 32);
        using var writer = new Utf8JsonWriter(output, Writing);
        writer.WriteStartObject();
        writer.WriteString("S"u8, utf8);
        writer.WriteEndObject();
        writer.Flush();
        return SessionValue.FromTrustedJson(output.WrittenSpan.ToArray());
    }

    /// <summary>Returns whether text in a JSON string may need an escape. The answer is also yes for what is not ASCII.</summary>
    public static bool NeedsEscape(ReadOnlySpan<byte> utf8) => utf8.ContainsAnyExcept(NotEscaped);

    /// <summary>Returns a B.</summary>
    public static SessionValue Binary(ReadOnlySpan<byte> bytes)
    {
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, base64, out _, out _);
        return Scalar("{\"B\":\""u8, base64);
    }

    /// <summary>Returns the content of an S, N or B as text, a number or base64.</summary>
    /// <exception cref="FormatException">The value is of another type.</exception>
    public static ReadOnlySpan<byte> Scalar(SessionValue value)
    {
        var reader = ContentOf(value);
        return reader.TokenType == JsonTokenType.String ? DynamoDbJsonSyntax.Unescaped(ref reader) : throw DynamoDbJsonSyntax.NotDynamoDbJson();
    }

    /// <summary>Returns a reader positioned at the first token after the type.</summary>
    public static Utf8JsonReader ContentOf(SessionValue value)
    {
        var reader = new Utf8JsonReader(value.Utf8Json.Span, DynamoDbJsonSyntax.Reading);
        reader.Read();
        reader.Read();
        reader.Read();
        return reader;
    }

    /// <summary>Returns a list with one item.</summary>
    public static SessionValue ListOf(SessionValue item) =>
        SessionValue.FromTrustedJson((byte[])[.. """{"L":["""u8, .. item.Utf8Json.Span, .. "]}"u8]);

    /// <summary>Returns how deeply lists, maps and sets are nested; 0 for a scalar.</summary>
    public static int NestingDepthOf(SessionValue value)
    {
        // Every value is an object that names its type; a container opens a second level inside it.
        var deepest = -1;
        var reader = new Utf8JsonReader(value.Utf8Json.Span, DynamoDbJsonSyntax.Reading);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth % 2 == 1)
            {
                deepest = Math.Max(deepest, reader.CurrentDepth);
            }
        }

        return (deepest + 1) / 2;
    }

    /// <summary>Returns the list with the items appended.</summary>
    public static SessionValue Concat(SessionValue list, SessionValue items)
    {
        var first = Elements(list);
        var second = Elements(items);

        var separator = first.IsEmpty || second.IsEmpty ? ""u8 : ","u8;
        return SessionValue.FromTrustedJson((byte[])[.. """{"L":["""u8, .. first, .. separator, .. second, .. "]}"u8]);
    }

    private static SessionValue Scalar(ReadOnlySpan<byte> start, ReadOnlySpan<byte> content) =>
        SessionValue.FromTrustedJson((byte[])[.. start, .. content, .. "\"}"u8]);

    /// <summary>Returns the text between a list's brackets; empty if it has no elements.</summary>
    private static ReadOnlySpan<byte> Elements(SessionValue list)
    {
        var reader = ContentOf(list);
        var start = (int)reader.TokenStartIndex + 1;
        reader.Skip();
        return list.Utf8Json.Span[start..(int)reader.TokenStartIndex].Trim(JsonScanner.WhiteSpace);
    }
}
