using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Converts a session in JSON to fields, the way JavaScript's JSON.parse interprets it.</summary>
internal static class JsonFields
{
    private const int MaxNameBytes = 65_535;

    // JSON.parse has no depth limit, and a field that is nested too deeply must not affect the others. This reader's cost grows with the
    // text's length only; that of a JsonDocument grows with length times depth, so only values of a limited depth become one.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    /// <returns>The object's members; <see langword="null"/> if the text is not a JSON object.</returns>
    public static ConvertedFields? Read(ReadOnlyMemory<byte> utf8Json)
    {
        // The parser does not validate the UTF-8 inside strings.
        if (!Utf8.IsValid(utf8Json.Span))
        {
            return null;
        }

        try
        {
            return Convert(utf8Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    private static ConvertedFields? Convert(ReadOnlyMemory<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json.Span, Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var fields = new ConvertedFields();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var hasLoneSurrogate = JsonEscapes.HasLoneSurrogate(reader.ValueSpan);
            var name = hasLoneSurrogate ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var depth = SkipValue(ref reader);
            if (hasLoneSurrogate)
            {
                fields.AddProblem(name, "its name has a lone surrogate");
            }
            else if (depth > FieldLimits.MaxDepth)
            {
                fields.AddProblem(name, LegacyValueProblem.TooDeep);
            }
            else
            {
                Convert(name, utf8Json[start..(int)reader.BytesConsumed], fields);
            }
        }

        // Throws if anything follows the object.
        reader.Read();
        return fields;
    }

    private static void Convert(string name, ReadOnlyMemory<byte> member, ConvertedFields fields)
    {
        using var document = JsonDocument.Parse(member);
        if (TryConvert(document.RootElement, out var value) is { } problem)
        {
            fields.AddProblem(name, problem);
        }
        else
        {
            fields.Add(name, value!);
        }
    }

    /// <summary>Moves to the end of the value that starts at the reader's token.</summary>
    /// <returns>The number of containers that are open at its deepest point.</returns>
    private static int SkipValue(ref Utf8JsonReader reader)
    {
        var outer = reader.CurrentDepth;
        var deepest = outer - 1;
        do
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                deepest = Math.Max(deepest, reader.CurrentDepth);
            }
        }
        while ((reader.CurrentDepth > outer || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());

        return deepest - outer + 1;
    }

    /// <returns>Why DynamoDB cannot store the value; <see langword="null"/> if it can.</returns>
    private static string? TryConvert(JsonElement element, out SessionValue? value)
    {
        value = null;
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        if (Write(writer, element) is { } problem)
        {
            return problem;
        }

        writer.Flush();
        value = SessionValue.FromTrustedJson(output.WrittenSpan.ToArray());
        return null;
    }

    // Each returns the problem that stops it, if any. The output is then discarded.
    private static string? Write(Utf8JsonWriter writer, JsonElement element)
    {
        writer.WriteStartObject();
        var problem = element.ValueKind switch
        {
            JsonValueKind.Object => WriteMap(writer, element),
            JsonValueKind.Array => WriteList(writer, element),
            JsonValueKind.String => WriteText(writer, element),
            JsonValueKind.Number => WriteNumber(writer, element),
            _ => WriteLiteral(writer, element),
        };
        writer.WriteEndObject();
        return problem;
    }

    private static string? WriteMap(Utf8JsonWriter writer, JsonElement element)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var rawName = JsonMarshal.GetRawUtf8PropertyName(member);
            if (rawName.IsEmpty)
            {
                return LegacyValueProblem.EmptyName;
            }

            if (JsonEscapes.HasLoneSurrogate(rawName))
            {
                return LegacyValueProblem.LoneSurrogate;
            }

            if (rawName.Length > MaxNameBytes && Encoding.UTF8.GetByteCount(member.Name) > MaxNameBytes)
            {
                return LegacyValueProblem.LongName;
            }

            members[member.Name] = member.Value;
        }

        writer.WriteStartObject("M"u8);
        foreach (var (name, member) in members)
        {
            writer.WritePropertyName(name);
            if (Write(writer, member) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndObject();
        return null;
    }

    private static string? WriteList(Utf8JsonWriter writer, JsonElement element)
    {
        writer.WriteStartArray("L"u8);
        foreach (var item in element.EnumerateArray())
        {
            if (Write(writer, item) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndArray();
        return null;
    }

    private static string? WriteText(Utf8JsonWriter writer, JsonElement element)
    {
        if (JsonEscapes.HasLoneSurrogate(JsonMarshal.GetRawUtf8Value(element)))
        {
            return LegacyValueProblem.LoneSurrogate;
        }

        writer.WriteString("S"u8, element.GetString());
        return null;
    }

    private static string? WriteNumber(Utf8JsonWriter writer, JsonElement element)
    {
        var text = JsonMarshal.GetRawUtf8Value(element);
        var problem = DecimalNumber.TryParse(text, out _);
        if (problem != NumberProblem.None)
        {
            return LegacyValueProblem.Of(problem);
        }

        writer.WriteString("N"u8, text);
        return null;
    }

    private static string? WriteLiteral(Utf8JsonWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            writer.WriteBoolean("NULL"u8, true);
        }
        else
        {
            writer.WriteBoolean("BOOL"u8, element.GetBoolean());
        }

        return null;
    }
}
