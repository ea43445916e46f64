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

    // JSON.parse has no depth limit, and a field that is nested too deeply must not affect the others. The parser is not recursive.
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = int.MaxValue };

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
            using var document = JsonDocument.Parse(utf8Json, Parsing);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Convert(document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ConvertedFields Convert(JsonElement session)
    {
        var fields = new ConvertedFields();
        foreach (var member in session.EnumerateObject())
        {
            var rawName = JsonMarshal.GetRawUtf8PropertyName(member);
            if (JsonEscapes.HasLoneSurrogate(rawName))
            {
                fields.AddProblem(Encoding.UTF8.GetString(rawName), "its name has a lone surrogate");
            }
            else if (TryConvert(member.Value, out var value) is { } problem)
            {
                fields.AddProblem(member.Name, problem);
            }
            else
            {
                fields.Add(member.Name, value!);
            }
        }

        return fields;
    }

    /// <returns>Why DynamoDB cannot store the value; <see langword="null"/> if it can.</returns>
    private static string? TryConvert(JsonElement element, out SessionValue? value)
    {
        value = null;
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, DynamoDbJson.Writing);
        if (Write(writer, element, openContainers: 0) is { } problem)
        {
            return problem;
        }

        writer.Flush();
        value = SessionValue.FromTrustedJson(output.WrittenSpan.ToArray());
        return null;
    }

    // Each returns the problem that stops it, if any. The output is then discarded.
    private static string? Write(Utf8JsonWriter writer, JsonElement element, int openContainers)
    {
        writer.WriteStartObject();
        var problem = element.ValueKind switch
        {
            JsonValueKind.Object => WriteMap(writer, element, openContainers),
            JsonValueKind.Array => WriteList(writer, element, openContainers),
            JsonValueKind.String => WriteText(writer, element),
            JsonValueKind.Number => WriteNumber(writer, element),
            _ => WriteLiteral(writer, element),
        };
        writer.WriteEndObject();
        return problem;
    }

    private static string? WriteMap(Utf8JsonWriter writer, JsonElement element, int openContainers)
    {
        if (openContainers >= FieldLimits.MaxDepth)
        {
            return LegacyValueProblem.TooDeep;
        }

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
            if (Write(writer, member, openContainers + 1) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndObject();
        return null;
    }

    private static string? WriteList(Utf8JsonWriter writer, JsonElement element, int openContainers)
    {
        if (openContainers >= FieldLimits.MaxDepth)
        {
            return LegacyValueProblem.TooDeep;
        }

        writer.WriteStartArray("L"u8);
        foreach (var item in element.EnumerateArray())
        {
            if (Write(writer, item, openContainers + 1) is { } problem)
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
