namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Mutates valid DynamoDB JSON into text that is almost valid.</summary>
internal sealed class JsonMutations(Random random)
{
    private static readonly byte[][] Tokens =
    [
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ":"u8.ToArray(), ","u8.ToArray(), "\""u8.ToArray(), "\\"u8.ToArray(), " "u8.ToArray(),
        "null"u8.ToArray(), "true"u8.ToArray(), "false"u8.ToArray(), "0"u8.ToArray(), "-1.5e9"u8.ToArray(), "1E999999999"u8.ToArray(), "NaN"u8.ToArray(),
        "{\"S\":\""u8.ToArray(), "{\"N\":\"1\"}"u8.ToArray(), "{\"N\":1}"u8.ToArray(), "{\"NULL\":true}"u8.ToArray(), "{\"BOOL\":\"true\"}"u8.ToArray(), "{\"B\":\"?\"}"u8.ToArray(),
        "{\"L\":["u8.ToArray(), "{\"M\":{"u8.ToArray(), "{\"SS\":["u8.ToArray(), "{\"\\u0053\":\"escaped\"}"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(),
        "\"$type\":"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "/**/"u8.ToArray(), "//"u8.ToArray(), [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    public byte[] Mutate(byte[] json, byte[] other)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            json = MutateOnce(json, other);
        }

        return json;
    }

    private byte[] MutateOnce(byte[] json, byte[] other)
    {
        var at = random.Next(json.Length + 1);
        var to = random.Next(at, json.Length + 1);
        switch (random.Next(9))
        {
            case 0:
                return json[..at];
            case 1:
                return [.. json.AsSpan(0, at), .. json.AsSpan(to)];
            case 2:
                return [.. json.AsSpan(0, to), .. json.AsSpan(at)];
            case 3:
                return [.. json.AsSpan(0, at), .. other.AsSpan(random.Next(other.Length + 1))];
            case 4:
                return [.. json.AsSpan(0, at), .. other, .. json.AsSpan(at)];
            case 5 when at < json.Length:
                var flipped = (byte[])json.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 6:
                return Wrap(json, random.Next(2, random.Next(10) == 0 ? 300 : 20));
            default:
                var token = Tokens[random.Next(Tokens.Length)];
                return random.Next(2) == 0 ? [.. json.AsSpan(0, at), .. token, .. json.AsSpan(at)] : [.. json.AsSpan(0, at), .. token, .. json.AsSpan(to)];
        }
    }

    private static byte[] Wrap(byte[] json, int levels)
    {
        var open = Enumerable.Repeat("{\"L\":["u8.ToArray(), levels).SelectMany(bytes => bytes);
        var close = Enumerable.Repeat("]}"u8.ToArray(), levels).SelectMany(bytes => bytes);
        return [.. open, .. json, .. close];
    }
}
