using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Generates values as the SDK returns them: mostly ones that a session contains, and some that nothing should write.</summary>
internal sealed class RandomTrees(Random random)
{
    private static readonly string[] Texts =
    [
        "", "a", "dark", "true", "null", "0", "\"", "\\", "/", "\n", "\u0001", "\u007f", "é", "\u2028", "\ud83d\ude00", "$type", "$ref", "{\"S\":\"x\"}",
        "2026-01-31T10:20:30Z", "00000000-0000-0000-0000-000000000000", "https://example.com/?a=b&c=<d>", "AAEC", "AA==", "A", "Hat", "Scarf",
    ];

    private static readonly string[] Names = ["count", "items", "name", "$type", "$id", "$values", "a", "é", "\u0000", "x.y", "Count", "Items"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "7", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "1893456000", "1.5", "1E2",
        "1e-2", "0.10", "100", "1E+125", "9.9E-129", "12345678901234567890123456789012345678", "79228162514264337593543950336",
    ];

    // Numbers that DynamoDB would never return.
    private static readonly string[] InvalidNumbers =
        ["", " 1", "1 ", "+1", "١", "1,5", "NaN", "Infinity", "1E", "E1", ".", "0x10", "1E999999999", "-1E-999999999", "123456789012345678901234567890123456789", "--1"];

    /// <summary>Gets or sets the percentage of values that DynamoDB would never return.</summary>
    public int InvalidPercent { get; set; }

    private bool IsInvalid => random.Next(100) < InvalidPercent;

    public AttributeValue Next(int levels = 4)
    {
        if (IsInvalid)
        {
            return NextInvalid(levels);
        }

        return random.Next(levels > 0 ? 12 : 7) switch
        {
            0 or 1 => new() { S = NextText() },
            2 or 3 => new() { N = NextNumber() },
            4 => new() { B = new MemoryStream(NextBytes()) },
            5 => new() { BOOL = random.Next(2) == 0 },
            6 => new() { NULL = true },
            7 => new() { SS = NextItems(NextText) },
            8 => new() { NS = NextItems(NextNumber) },
            9 => new() { BS = NextItems(() => new MemoryStream(NextBytes())) },
            10 => new() { L = [.. NextItems(() => Next(levels - 1)).Skip(random.Next(2))], IsLSet = true },
            _ => new() { M = NextMap(levels - 1), IsMSet = true },
        };
    }

    public Dictionary<string, AttributeValue> NextMap(int levels)
    {
        var members = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        for (var count = random.Next(4); count > 0; count--)
        {
            members[random.Next(8) == 0 ? NextText() : Pick(Names)] = Next(levels);
        }

        return members;
    }

    public string NextNumber() => random.Next(4) switch
    {
        0 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        1 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(-999, 999)}E{random.Next(-128, 123)}"),
        _ => Pick(Numbers),
    };

    public string NextText() => random.Next(10) == 0 ? new string('x', random.Next(300)) : Pick(Texts) + (random.Next(3) == 0 ? Pick(Texts) : "");

    private AttributeValue NextInvalid(int levels) => random.Next(9) switch
    {
        0 => new(),
        1 => null!,
        2 => new() { N = Pick(InvalidNumbers) },
        3 => new() { S = "\ud800" },
        4 => new() { L = [null!], IsLSet = true },
        5 => new() { M = new() { ["a"] = null!, [""] = Next(levels - 1) }, IsMSet = true },
        6 => new() { SS = [null!, "a", "a"] },
        7 => Deep(random.Next(1, 200)),
        _ => new() { NS = [Pick(InvalidNumbers)], IsLSet = true },
    };

    private AttributeValue Deep(int levels)
    {
        var value = Next(levels: 0);
        for (; levels > 0; levels--)
        {
            value = random.Next(2) == 0 ? new() { L = [value], IsLSet = true } : new() { M = new() { ["a"] = value }, IsMSet = true };
        }

        return value;
    }

    private List<T> NextItems<T>(Func<T> next)
    {
        var items = new List<T>();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            items.Add(next());
        }

        return items;
    }

    private byte[] NextBytes()
    {
        var bytes = new byte[random.Next(4) == 0 ? sizeof(int) : random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
