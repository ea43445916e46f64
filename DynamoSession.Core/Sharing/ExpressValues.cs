using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>
/// Converts values to a form that Express preserves. All numbers in JavaScript are doubles, and one of Express's stores even fails at
/// integers beyond 2^53-1, so such numbers are stored as text. Binary data and sets are not supported, nor is a property called
/// <c>__proto__</c>: a store that copies it to an object replaces the object's prototype, so that <c>prefs.isAdmin</c> may come from it.
/// </summary>
internal static class ExpressValues
{
    private const double MaxSafeInteger = 9_007_199_254_740_991;

    /// <summary>Encodes untyped bytes: text as text, and four other bytes as the number that SetInt32 wrote.</summary>
    /// <exception cref="ArgumentException">The bytes are neither.</exception>
    public static SessionValue FromBytes(string field, ReadOnlySpan<byte> bytes)
    {
        if (ByteView.IsText(bytes))
        {
            return DynamoDbJson.Text(bytes);
        }

        return bytes.Length == sizeof(int)
            ? DynamoDbJson.Number(BinaryPrimitives.ReadInt32BigEndian(bytes).ToString(CultureInfo.InvariantCulture))
            : throw UnsupportedBinary(field);
    }

    /// <summary>Converts a value to a form that Express preserves.</summary>
    /// <exception cref="ArgumentException">The value contains binary data, a set, or a property called <c>__proto__</c>, at any depth.</exception>
    public static SessionValue Adapt(string field, SessionValue value) => Convert(field, value);

    /// <param name="field">The field's name, for errors; null to leave out what is refused.</param>
    /// <param name="value">The value.</param>
    private static SessionValue Convert(string? field, SessionValue value)
    {
        if (value.Kind is SessionValueKind.String or SessionValueKind.Boolean or SessionValueKind.Null)
        {
            return value;
        }

        var output = new ArrayBufferWriter<byte>(value.Utf8Json.Length);
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        var reader = new Utf8JsonReader(value.Utf8Json.Span, DynamoDbJsonSyntax.Reading);
        reader.Read();
        Write(field, ref reader, writer);
        writer.Flush();
        return SessionValue.FromTrustedJson(output.WrittenSpan.ToArray());
    }

    /// <summary>
    /// Converts a value that comes from the JSON text of another store as <see cref="Adapt"/> does, but leaves out what would be refused: in
    /// JSON text, <c>__proto__</c> is a property like any other, and it must not become the prototype of an object.
    /// </summary>
    public static SessionValue FromText(SessionValue value) => Convert(field: null, value);

    /// <summary>Reverts <see cref="Adapt"/> for a number; returns any other value unchanged.</summary>
    public static SessionValue Restore(SessionValue value)
    {
        if (value.Kind != SessionValueKind.String)
        {
            return value;
        }

        var text = DynamoDbJson.Scalar(value);
        return DecimalNumber.TryParse(text, out _) == NumberProblem.None && !IsPreserved(text) ? DynamoDbJson.Number(text) : value;
    }

    // The reader starts at the value's opening brace and ends at its closing one.
    private static void Write(string? field, ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        reader.Read();
        var kind = DynamoDbJsonSyntax.KindAt(ref reader);
        var type = DynamoDbJsonSyntax.Unescaped(ref reader);
        reader.Read();
        writer.WriteStartObject();
        switch (kind)
        {
            case SessionValueKind.Number:
                var text = DynamoDbJsonSyntax.Unescaped(ref reader);
                writer.WriteString(IsPreserved(text) ? "N"u8 : "S"u8, text);
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
                    var name = DynamoDbJsonSyntax.Unescaped(ref reader);
                    if (name.SequenceEqual("__proto__"u8))
                    {
                        SkipPrototype(field, ref reader);
                        continue;
                    }

                    writer.WritePropertyName(name);
                    reader.Read();
                    Write(field, ref reader, writer);
                }

                writer.WriteEndObject();
                break;
            case SessionValueKind.String:
                writer.WriteString("S"u8, DynamoDbJsonSyntax.Unescaped(ref reader));
                break;
            case SessionValueKind.Boolean or SessionValueKind.Null:
                writer.WriteBoolean(type, reader.GetBoolean());
                break;
            default:
                throw UnsupportedBinary(field ?? "");
        }

        writer.WriteEndObject();
        reader.Read();
    }

    private static ArgumentException UnsupportedBinary(string field) => FieldErrors.NotStored(
        field, "the session is shared with Express, which does not support binary data and sets", "store text, for example base64, or a list instead");

    private static void SkipPrototype(string? field, ref Utf8JsonReader reader)
    {
        if (field is not null)
        {
            throw Prototype(field);
        }

        reader.Read();
        reader.Skip();
    }

    private static ArgumentException Prototype(string field) => FieldErrors.NotStored(
        field, "a key or property is called '__proto__', and in Express, which shares the session, that would replace the object's prototype", "rename or remove it");

    /// <summary>Whether JavaScript preserves the number when it reads and writes it.</summary>
    private static bool IsPreserved(ReadOnlySpan<byte> text)
    {
        var number = double.Parse(Encoding.ASCII.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture);
        var shortest = Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture));
        return Math.Abs(number) <= MaxSafeInteger
            && DecimalNumber.TryParse(shortest, out var kept) == NumberProblem.None
            && DecimalNumber.TryParse(text, out var original) == NumberProblem.None
            && kept == original;
    }
}
