using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Serializes values of all other types with System.Text.Json. Its exceptions are replaced, because they may quote the value.</summary>
internal static class ObjectSerializer
{
    public static SessionValue Encode<T>(string field, T value, JsonTypeInfo<T> typeInfo)
    {
        using var buffer = JsonBuffer.RentStrict();
        return EncodeJson(field, Serialize(buffer, field, value, typeInfo), typeInfo);
    }

    /// <summary>Encodes the JSON of a value.</summary>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value exactly.</exception>
    public static SessionValue EncodeJson<T>(string field, ReadOnlySpan<byte> json, JsonTypeInfo<T> typeInfo)
    {
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
            throw FieldErrors.NotSerialized(field, typeInfo.Type, exception);
        }
    }

    /// <summary>Returns the JSON of a value that DynamoDB may not be able to store.</summary>
    /// <returns>The JSON; <see langword="null"/> if it is the same as <paramref name="unless"/>.</returns>
    /// <exception cref="ArgumentException">The serializer cannot write the value.</exception>
    public static byte[]? ToJson<T>(string field, T value, JsonTypeInfo<T> typeInfo, byte[]? unless)
    {
        using var buffer = JsonBuffer.RentStrict();
        var json = Serialize(buffer, field, value, typeInfo);
        return unless is not null && json.SequenceEqual(unless) ? null : json.ToArray();
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

        using var buffer = JsonBuffer.Rent();
        var json = DynamoDbToJson.ConvertForParser(buffer, plain);
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

    private static ReadOnlySpan<byte> Serialize<T>(JsonBuffer buffer, string field, T value, JsonTypeInfo<T> typeInfo)
    {
        ReadOnlySpan<byte> json;
        try
        {
            JsonSerializer.Serialize(buffer.Writer, value, typeInfo);
            json = buffer.Written;
        }
        catch (LoneSurrogateException)
        {
            throw FieldErrors.LoneSurrogate(field);
        }
        catch (Exception exception) when (IsComplaint(exception))
        {
            throw buffer.Writer.CurrentDepth > FieldLimits.MaxDepth ? FieldErrors.TooDeep(field) : FieldErrors.NotSerialized(field, typeof(T), exception);
        }

        // Only raw JSON written by a converter has not passed the encoder.
        return Utf8.IsValid(json) ? json : throw FieldErrors.LoneSurrogate(field);
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
