using System.Globalization;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Records;

/// <summary>Creates the values of the record's own attributes.</summary>
internal static class RecordValues
{
    // Of a long, with its sign.
    private const int LongestNumber = 20;

    public static SessionValue One { get; } = Number(1);

    public static SessionValue EmptyList { get; } = SessionValue.FromTrustedJson("""{"L":[]}"""u8.ToArray());

    public static SessionValue True { get; } = SessionValue.FromTrustedJson("""{"BOOL":true}"""u8.ToArray());

    public static SessionValue Text(string text) => Write(writer => writer.WriteString("S"u8, text));

    public static SessionValue Binary(ReadOnlyMemory<byte> bytes) => Write(writer => writer.WriteBase64String("B"u8, bytes.Span));

    public static SessionValue TextSet(IEnumerable<string> texts) => Write(writer =>
    {
        writer.WriteStartArray("SS"u8);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    });

    public static SessionValue Number(long number)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return DynamoDbJson.Number(text[..length]);
    }

    public static SessionValue Map(IReadOnlyDictionary<string, SessionValue> fields) => Write(writer =>
    {
        writer.WriteStartObject("M"u8);
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8Json.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
    });

    public static SessionValue Tokens(string token, long time) =>
        Map(new Dictionary<string, SessionValue>(StringComparer.Ordinal) { [token] = Number(time) });

    private static SessionValue Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = JsonBuffer.Rent();
        buffer.Writer.WriteStartObject();
        write(buffer.Writer);
        buffer.Writer.WriteEndObject();
        return SessionValue.FromTrustedJson(buffer.Written.ToArray());
    }
}
