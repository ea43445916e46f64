using System.Text;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Converts plain JSON, as written by System.Text.Json, to a value, and rejects what DynamoDB would reject or change.</summary>
internal static class JsonToDynamoDb
{
    // One more level than allowed, so that our own message reports the depth.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = FieldLimits.MaxDepth + 1 };

    /// <param name="field">The field's name, for the message.</param>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store the value unchanged.</exception>
    public static SessionValue Convert(string field, ReadOnlySpan<byte> json)
    {
        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        var names = new NamesByDepth();
        var reader = new Utf8JsonReader(json, Reading);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    ThrowIfTooDeep(field, reader.CurrentDepth);
                    names.Open(reader.CurrentDepth);
                    writer.WriteStartObject();
                    writer.WriteStartObject("M"u8);
                    break;
                case JsonTokenType.StartArray:
                    ThrowIfTooDeep(field, reader.CurrentDepth);
                    writer.WriteStartObject();
                    writer.WriteStartArray("L"u8);
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(ReadName(field, ref reader, names));
                    break;
                default:
                    WriteScalar(field, ref reader, writer);
                    break;
            }
        }

        return SessionValue.FromTrustedJson(buffer.Written.ToArray());
    }

    private static void ThrowIfTooDeep(string field, int openContainers)
    {
        if (openContainers >= FieldLimits.MaxDepth)
        {
            throw FieldErrors.TooDeep(field);
        }
    }

    private static string ReadName(string field, ref Utf8JsonReader reader, NamesByDepth names)
    {
        var name = reader.GetString()!;
        if (name.Length == 0)
        {
            throw FieldErrors.EmptyName(field);
        }

        if (Encoding.UTF8.GetByteCount(name) > FieldLimits.MaxMemberNameBytes)
        {
            throw FieldErrors.LongName(field, FieldLimits.MaxMemberNameBytes);
        }

        // The name belongs to the enclosing object.
        return names.TryAdd(reader.CurrentDepth - 1, name) ? name : throw FieldErrors.DuplicateName(field);
    }

    private static void WriteScalar(string field, ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                writer.WriteString("S"u8, DynamoDbJsonSyntax.Unescaped(ref reader));
                break;
            case JsonTokenType.Number:
                writer.WriteString("N"u8, Numbers.Canonical(field, reader.ValueSpan, stackalloc byte[DecimalNumber.MaxTextLength]));
                break;
            case JsonTokenType.Null:
                writer.WriteBoolean("NULL"u8, true);
                break;
            default:
                writer.WriteBoolean("BOOL"u8, reader.GetBoolean());
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>The names read so far in each object that is still open.</summary>
    private sealed class NamesByDepth
    {
        private readonly List<HashSet<string>> _names = [];

        public void Open(int depth)
        {
            while (_names.Count <= depth)
            {
                _names.Add(new HashSet<string>(StringComparer.Ordinal));
            }

            _names[depth].Clear();
        }

        public bool TryAdd(int depth, string name) => _names[depth].Add(name);
    }
}
