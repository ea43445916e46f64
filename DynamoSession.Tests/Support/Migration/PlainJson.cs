using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>Compares what is stored with plain JSON: numbers by value, objects without order, of duplicates the last.</summary>
internal static class PlainJson
{
    public static void AssertEqual(IReadOnlyDictionary<string, SessionValue> fields, IReadOnlyDictionary<string, JsonElement> expected)
    {
        Assert.That(fields.Keys, Is.EquivalentTo(expected.Keys));
        foreach (var (name, value) in expected)
        {
            Assert.That(Describe(fields[name]), Is.EqualTo(Describe(value)), name);
        }
    }

    public static string Describe(SessionValue value) => Describe(Stored(value));

    /// <summary>Returns a text that is the same for the same value.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', Members(value).Select(member => JsonSerializer.Serialize(member.Key) + ":" + Describe(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Describe)) + "]",
        JsonValueKind.Number => (value.GetDouble() + 0.0).ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };

    private static SortedDictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>Turns DynamoDB JSON into plain JSON by itself, so that no mistake of the product is its own witness.</summary>
    private static JsonElement Stored(SessionValue value)
    {
        var text = new StringBuilder();
        using var document = JsonDocument.Parse(value.Utf8Json, new() { MaxDepth = 256 });
        Append(text, document.RootElement);
        using var plain = JsonDocument.Parse(text.ToString(), new() { MaxDepth = 256 });
        return plain.RootElement.Clone();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        var content = value.EnumerateObject().Single();
        switch (content.Name)
        {
            case "M":
                text.Append('{').AppendJoin(',', content.Value.EnumerateObject().Select(member => JsonSerializer.Serialize(member.Name) + ":" + Text(member.Value))).Append('}');
                break;
            case "L":
                text.Append('[').AppendJoin(',', content.Value.EnumerateArray().Select(Text)).Append(']');
                break;
            case "N":
                text.Append(content.Value.GetString());
                break;
            case "NULL":
                text.Append("null");
                break;
            default:
                text.Append(content.Value.GetRawText());
                break;
        }
    }

    private static string Text(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }
}
