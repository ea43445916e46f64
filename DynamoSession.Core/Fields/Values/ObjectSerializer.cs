using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Serializes values of all other types with System.Text.Json. Its exceptions are replaced, because they may quote the value.</summary>
internal static class ObjectSerializer
{
    // Higher than the actual limit, so that a value that exceeds it is certainly too deep; it also ends every cycle.
    private static readonly JsonWriterOptions Writing = new() { Encoder = StrictJsonEncoder.Instance, MaxDepth = 2 * FieldLimits.MaxDepth };

    public static SessionValue Encode<T>(string field, T value, JsonTypeInfo<T> typeInfo)
    {
        var json = ToJson(field, value, typeInfo);
        try
        {
            return JsonToDynamoDb.Convert(field, json);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate that a converter wrote as a raw escape, which the parser cannot decode.
            throw FieldErrors.LoneSurrogate(field);
        }
        catch (JsonException exception)
        {
            throw FieldErrors.NotSerialized(field, typeof(T), exception);
        }
    }

    /// <summary>Returns the JSON of a value that DynamoDB may not be able to store.</summary>
    /// <exception cref="ArgumentException">The serializer cannot write the value.</exception>
    public static ReadOnlySpan<byte> ToJson<T>(string field, T value, JsonTypeInfo<T> typeInfo)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, Writing);
        try
        {
            JsonSerializer.Serialize(writer, value, typeInfo);
            writer.Flush();
        }
        catch (LoneSurrogateException)
        {
            throw FieldErrors.LoneSurrogate(field);
        }
        catch (Exception exception) when (IsComplaint(exception))
        {
            throw writer.CurrentDepth > FieldLimits.MaxDepth ? FieldErrors.TooDeep(field) : FieldErrors.NotSerialized(field, typeof(T), exception);
        }

        // Only raw JSON written by a converter has not passed the encoder.
        return Utf8.IsValid(json.WrittenSpan) ? json.WrittenSpan : throw FieldErrors.LoneSurrogate(field);
    }

    public static T? Decode<T>(string field, SessionValue value, JsonTypeInfo<T> typeInfo)
    {
        var plain = TextOf<T>(value);
        if (plain.Kind == SessionValueKind.String && JsonText.IsOnlyReading(typeInfo))
        {
            try
            {
                return JsonText.Deserialize(DynamoDbJson.Scalar(plain), typeInfo, FieldLimits.MaxDepth);
            }
            catch (Exception exception) when (IsComplaint(exception))
            {
                throw FieldErrors.NotJsonText(field, value.Kind, typeof(T), exception);
            }
        }

        var json = DynamoDbToJson.Convert(plain);
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo);
        }
        catch (Exception exception) when (IsComplaint(exception))
        {
            // A converter that reads text has already failed. A type without one may be read from the JSON in the text.
            return plain.Kind == SessionValueKind.String && JsonText.MayBe(DynamoDbJson.Scalar(plain)) && TryDeserializeText(plain, typeInfo, out var result)
                ? result
                : throw FieldErrors.NotReadable(field, value.Kind, typeof(T), exception);
        }
    }

    // The byte view stores four letters as bytes, since they may be a number. If a type that is written as text is read, they are treated
    // as text again; only bytes are read as base64.
    private static SessionValue TextOf<T>(SessionValue value)
    {
        if (value.Kind != SessionValueKind.Binary || typeof(T) == typeof(byte[]) || typeof(T) == typeof(ReadOnlyMemory<byte>) || typeof(T) == typeof(Memory<byte>))
        {
            return value;
        }

        var bytes = ByteView.Decode(value);
        return Utf8.IsValid(bytes) ? DynamoDbJson.Text(bytes) : value;
    }

    private static bool TryDeserializeText<T>(SessionValue text, JsonTypeInfo<T> typeInfo, out T? result)
    {
        try
        {
            result = JsonText.Deserialize(DynamoDbJson.Scalar(text), typeInfo, FieldLimits.MaxDepth);
            return true;
        }
        catch (Exception exception) when (IsComplaint(exception))
        {
            result = default;
            return false;
        }
    }

    // The exceptions of System.Text.Json, and those that converters throw for an unexpected value. All of them may quote the value.
    private static bool IsComplaint(Exception exception) =>
        exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException or OverflowException;
}
