using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Generates items that are sessions, or almost.</summary>
internal sealed class RandomItems(Random random, DateTimeOffset now)
{
    private static readonly string[] Attributes = ["id", "sess", "expires", "abs", "iat", "ver", "rt", "idle", "uid", "dead", "fmt", "lk", "lkx", "other"];

    private static readonly string[] Times =
    [
        "0", "-1", "1893456000", "1893456000.5", "1E9", "-62135596800", "-62135596801", "253402300799", "253402300800", "9223372036854775807", "1E+125", "-1E-130",
    ];

    private readonly RandomTrees _valid = new(random);
    private readonly RandomTrees _invalid = new(random) { InvalidPercent = 15 };

    public Dictionary<string, AttributeValue> Next()
    {
        var item = NextSession();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var attribute = Attributes[random.Next(Attributes.Length)];
            switch (random.Next(5))
            {
                case 0:
                    item.Remove(attribute);
                    break;
                case 1:
                    item[attribute] = new() { N = Times[random.Next(Times.Length)] };
                    break;
                case 2:
                    item["rt"] = new() { M = _invalid.NextMap(levels: 1), IsMSet = true };
                    break;
                case 3:
                    item["sess"] = new() { M = _invalid.NextMap(levels: 4), IsMSet = true };
                    break;
                default:
                    // The SDK never returns a null attribute.
                    item[attribute] = _invalid.Next() ?? new();
                    break;
            }
        }

        return item;
    }

    private Dictionary<string, AttributeValue> NextSession()
    {
        var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["id"] = new() { S = "s1#" },
            ["sess"] = new() { M = _valid.NextMap(levels: 4), IsMSet = true },
            ["expires"] = Seconds(random.Next(-10, 1_200)),
            ["abs"] = Seconds(random.Next(-1, 86_400)),
            ["iat"] = Seconds(-random.Next(86_400)),
            ["ver"] = new() { N = random.Next(1, 100).ToString(CultureInfo.InvariantCulture) },
            ["rt"] = new() { M = new() { ["abcdefghijk"] = Seconds(-random.Next(300)) }, IsMSet = true },
            ["fmt"] = new() { N = "1" },
        };
        if (random.Next(4) == 0)
        {
            item["idle"] = new() { N = random.Next(60, 100_000).ToString(CultureInfo.InvariantCulture) };
            item["uid"] = new() { S = "alice" };
        }

        return item;
    }

    private AttributeValue Seconds(int fromNow) => new() { N = now.AddSeconds(fromNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
}
