using System.Globalization;
using System.Text;

namespace DynamoSession.Tests.Core.Migration;

/// <summary>Draws JSON text that DynamoDB can hold, in all the spellings that JSON has for it.</summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] Names = ["a", "b", "cookie", "user", "é", "🔑", "key with spaces", "key.with.dots", "42", "__proto__", "M", "$type"];

    private static readonly string[] Texts = ["", "x", "\0", "\u001f", "\"", "\\", "/", "\u007f", "é", "\u2028", "😀", "2026-01-31T10:20:30.000Z", "{\"S\":\"x\"}"];

    public string NextObject(int levels = 4)
    {
        var members = Enumerable.Range(0, random.Next(5)).Select(_ => Space() + NextText(Pick(Names)) + Space() + ":" + NextValue(levels - 1));
        return "{" + string.Join(',', members) + Space() + "}";
    }

    private string NextValue(int levels)
    {
        var value = random.Next(levels > 0 ? 8 : 6) switch
        {
            0 => "true",
            1 => "false",
            2 => "null",
            3 => NextNumber(),
            4 or 5 => NextText(Pick(Texts) + Pick(Texts)),
            6 => NextObject(levels),
            _ => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => NextValue(levels - 1))) + Space() + "]",
        };
        return Space() + value + Space();
    }

    private string NextNumber() => random.Next(5) switch
    {
        0 => random.Next(-10, 10).ToString(CultureInfo.InvariantCulture),
        1 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        2 => ((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-100, 100))).ToString("R", CultureInfo.InvariantCulture),
        3 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(-99, 99)}.{random.Next(1000):000}{(random.Next(2) == 0 ? "e+" : "E-")}{random.Next(100):000}"),
        _ => random.Next(2) == 0 ? "-0" : "0.000",
    };

    private string NextText(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var character in text)
        {
            json.Append(character switch
            {
                '"' or '\\' => "\\" + character,
                '\n' => "\\n",
                < ' ' => Escape(character),
                '/' when random.Next(2) == 0 => "\\/",
                // Both halves of a pair or neither, else it is not valid text.
                _ when !char.IsSurrogate(character) && random.Next(4) == 0 => Escape(character),
                _ when char.IsSurrogate(character) && text.Length % 2 == 0 => Escape(character),
                _ => character.ToString(),
            });
        }

        return json.Append('"').ToString();
    }

    private string Escape(char character) =>
        "\\u" + ((int)character).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture);

    private string Space() => random.Next(6) switch { 0 => " ", 1 => "\n", 2 => "\t\r ", _ => "" };

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
