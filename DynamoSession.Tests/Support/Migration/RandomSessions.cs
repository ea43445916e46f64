using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>Random sessions as JSON that every store of Express can keep: JavaScript's safe numbers, names that Express leaves alone.</summary>
internal sealed class RandomSessions(Random random)
{
    private const int MaxDepth = 4;
    private const long MaxSafeInteger = (1L << 53) - 1;

    private static readonly string[] Texts =
    [
        "", " ", "alice", "2024-02-29T12:34:56.789Z", "Zoë Müller", "こんにちは", "👩‍👩‍👧‍👦", "tab\tnl\nquote\"back\\slash/", "\u0001\u001f", "\u2028\u2029", "null", "1e5", "é",
    ];

    private static readonly string[] Names = ["user", "cart", "passport", "key.with.dots", "key#hash", "a b", "ключ", "🔑", "size", "name", "0", "UPPER", "upper"];

    public string Next()
    {
        var text = new StringBuilder();
        AppendObject(text, MaxDepth);
        return text.ToString();
    }

    private void AppendValue(StringBuilder text, int depth)
    {
        switch (random.Next(depth > 0 ? 8 : 6))
        {
            case 0 or 1:
                text.Append(JsonSerializer.Serialize(Texts[random.Next(Texts.Length)]));
                break;
            case 2:
                text.Append(random.NextInt64(-MaxSafeInteger, MaxSafeInteger + 1) >> random.Next(53));
                break;
            case 3:
                text.Append(((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-100, 15))).ToString("R", CultureInfo.InvariantCulture));
                break;
            case 4:
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case 5:
                text.Append("null");
                break;
            case 6:
                text.Append('[');
                for (var index = random.Next(4); index > 0; index--)
                {
                    AppendValue(text, depth - 1);
                    text.Append(index > 1 ? "," : "");
                }

                text.Append(']');
                break;
            default:
                AppendObject(text, depth - 1);
                break;
        }
    }

    private void AppendObject(StringBuilder text, int depth)
    {
        var names = random.GetItems(Names, random.Next(6)).Distinct().ToArray();
        text.Append('{');
        foreach (var name in names)
        {
            text.Append(JsonSerializer.Serialize(name)).Append(':');
            AppendValue(text, depth);
            text.Append(name == names[^1] ? "" : ",");
        }

        text.Append('}');
    }
}
