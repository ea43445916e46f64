using System.Text;
using System.Text.Json;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Compares values by content: numbers by value, maps and sets regardless of order, lists in order.</summary>
internal static class ValueComparer
{
    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = DynamoDbJsonSyntax.Reading.MaxDepth };

    public static bool ContentEquals(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        using var first = Parse(left);
        using var second = Parse(right);
        return ContentEquals(first.RootElement, second.RootElement);
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> value)
    {
        try
        {
            return JsonDocument.Parse(value, Parsing);
        }
        catch (JsonException)
        {
            // The parser's message may quote the value.
            throw DynamoDbJsonSyntax.NotDynamoDbJson();
        }
    }

    public static bool ContentEquals(JsonElement left, JsonElement right)
    {
        var first = Content(left);
        var second = Content(right);
        return first.NameEquals(second.Name) && first.Name switch
        {
            "N" => NumberEquals(first.Value, second.Value),
            "L" => ListEquals(first.Value, second.Value),
            "M" => MapEquals(first.Value, second.Value),
            "SS" or "BS" => Texts(first.Value).SetEquals(Texts(second.Value)),
            "NS" => Numbers(first.Value).SetEquals(Numbers(second.Value)),
            "BOOL" => first.Value.ValueKind == second.Value.ValueKind,
            "NULL" => true,
            _ => first.Value.GetString() == second.Value.GetString(),
        };
    }

    private static bool NumberEquals(JsonElement left, JsonElement right) => Number(left) == Number(right);

    private static bool ListEquals(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength())
        {
            return false;
        }

        using var others = right.EnumerateArray();
        foreach (var element in left.EnumerateArray())
        {
            others.MoveNext();
            if (!ContentEquals(element, others.Current))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MapEquals(JsonElement left, JsonElement right)
    {
        var others = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in right.EnumerateObject())
        {
            others[member.Name] = member.Value;
        }

        foreach (var member in left.EnumerateObject())
        {
            if (!others.Remove(member.Name, out var other) || !ContentEquals(member.Value, other))
            {
                return false;
            }
        }

        return others.Count == 0;
    }

    private static HashSet<string> Texts(JsonElement set)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in set.EnumerateArray())
        {
            texts.Add(element.GetString()!);
        }

        return texts;
    }

    private static HashSet<DecimalNumber> Numbers(JsonElement set)
    {
        var numbers = new HashSet<DecimalNumber>();
        foreach (var element in set.EnumerateArray())
        {
            numbers.Add(Number(element));
        }

        return numbers;
    }

    private static DecimalNumber Number(JsonElement text) =>
        DecimalNumber.TryParse(Encoding.ASCII.GetBytes(text.GetString()!), out var number) == NumberProblem.None
            ? number
            : throw DynamoDbJsonSyntax.NotDynamoDbJson();

    /// <summary>Returns the one member of a value, which names its type.</summary>
    public static JsonProperty Content(JsonElement value)
    {
        using var members = value.EnumerateObject();
        return members.MoveNext() ? members.Current : throw DynamoDbJsonSyntax.NotDynamoDbJson();
    }
}
