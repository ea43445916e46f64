using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>
/// What values are while Express reads and rewrites them: JavaScript has no other number than a double, and a whole one beyond
/// 2^53-1 even stops one of Express's stores, so such numbers are kept as text; there are no bytes and no sets.
/// </summary>
internal static class ExpressValues
{
    private const double MaxSafeInteger = 9_007_199_254_740_991;

    /// <summary>The byte view: text as text, four bytes that are none as the number that SetInt32 wrote.</summary>
    /// <exception cref="ArgumentException">They are neither.</exception>
    public static SessionValue FromBytes(string field, ReadOnlySpan<byte> bytes)
    {
        if (ByteView.IsText(bytes))
        {
            return DynamoDbJson.Text(bytes);
        }

        return bytes.Length == sizeof(int)
            ? DynamoDbJson.Number(BinaryPrimitives.ReadInt32BigEndian(bytes).ToString(CultureInfo.InvariantCulture))
            : throw Binary(field);
    }

    /// <summary>Returns a value as Express can keep it.</summary>
    /// <exception cref="ArgumentException">There are bytes or a set in it.</exception>
    public static SessionValue Adapt(string field, SessionValue value)
    {
        if (value.Kind is SessionValueKind.String or SessionValueKind.Boolean or SessionValueKind.Null)
        {
            return value;
        }

        var output = new ArrayBufferWriter<byte>(value.Utf8Json.Length);
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        var reader = new Utf8JsonReader(value.Utf8Json.Span, DynamoDbJson.Reading);
        reader.Read();
        Write(field, ref reader, writer);
        writer.Flush();
        return SessionValue.FromOwnJson(output.WrittenSpan.ToArray());
    }

    /// <summary>Returns the number of which <see cref="Adapt"/> has made text; any other value as it is.</summary>
    public static SessionValue Restore(SessionValue value)
    {
        if (value.Kind != SessionValueKind.String)
        {
            return value;
        }

        var text = DynamoDbJson.Scalar(value);
        return DecimalNumber.TryParse(text, out _) == NumberProblem.None && !IsKept(text) ? DynamoDbJson.Number(text) : value;
    }

    // The reader stands on the value's opening brace and leaves on its closing one.
    private static void Write(string field, ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        reader.Read();
        var kind = DynamoDbJson.KindAt(ref reader);
        var type = DynamoDbJson.Unescaped(ref reader);
        reader.Read();
        writer.WriteStartObject();
        switch (kind)
        {
            case SessionValueKind.Number:
                var text = DynamoDbJson.Unescaped(ref reader);
                writer.WriteString(IsKept(text) ? "N"u8 : "S"u8, text);
                break;
            case SessionValueKind.List:
                writer.WriteStartArray("L"u8);
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    Write(field, ref reader, writer);
                }

                writer.WriteEndArray();
                break;
            case SessionValueKind.Map:
                writer.WriteStartObject("M"u8);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    writer.WritePropertyName(DynamoDbJson.Unescaped(ref reader));
                    reader.Read();
                    Write(field, ref reader, writer);
                }

                writer.WriteEndObject();
                break;
            case SessionValueKind.String:
                writer.WriteString("S"u8, DynamoDbJson.Unescaped(ref reader));
                break;
            case SessionValueKind.Boolean or SessionValueKind.Null:
                writer.WriteBoolean(type, reader.GetBoolean());
                break;
            default:
                throw Binary(field);
        }

        writer.WriteEndObject();
        reader.Read();
    }

    private static ArgumentException Binary(string field) => FieldErrors.NotStored(
        field, "the session is shared with Express, which does not support binary data and sets", "store text, for example base64, or a list instead");

    /// <summary>Whether the number is the same after JavaScript has read and written it.</summary>
    private static bool IsKept(ReadOnlySpan<byte> text)
    {
        var number = double.Parse(Encoding.ASCII.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture);
        var shortest = Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture));
        return Math.Abs(number) <= MaxSafeInteger
            && DecimalNumber.TryParse(shortest, out var kept) == NumberProblem.None
            && DecimalNumber.TryParse(text, out var original) == NumberProblem.None
            && kept == original;
    }
}
