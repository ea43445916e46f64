namespace DynamoSession.Tests.Proof.Fuzz;

/// <summary>Mutates data serialized by PHP into text that is almost valid.</summary>
internal sealed class PhpMutations(Random random)
{
    private static readonly byte[][] Tokens =
    [
        "N;"u8.ToArray(), "b:1;"u8.ToArray(), "i:0;"u8.ToArray(), "i:1;"u8.ToArray(), "i:-9223372036854775808;"u8.ToArray(), "i:9223372036854775808;"u8.ToArray(),
        "d:1.0E+999999999;"u8.ToArray(), "d:NAN;"u8.ToArray(), "d:-INF;"u8.ToArray(), "s:0:\"\";"u8.ToArray(), "s:1:\"k\";"u8.ToArray(), "s:2147483647:\""u8.ToArray(),
        "s:99999999999999999999:\""u8.ToArray(), "a:0:{}"u8.ToArray(), "a:1:{i:0;"u8.ToArray(), "a:2147483647:{"u8.ToArray(), "O:8:\"stdClass\":1:{"u8.ToArray(),
        "C:1:\"A\":4:{N;N;}"u8.ToArray(), "E:3:\"A:B\";"u8.ToArray(), "r:1;"u8.ToArray(), "R:1;"u8.ToArray(), "}"u8.ToArray(), "\""u8.ToArray(), ";"u8.ToArray(), ":"u8.ToArray(),
        "-"u8.ToArray(), "0"u8.ToArray(), [0], [0xFF], [0xED, 0xA0, 0x80],
    ];

    public byte[] Mutate(byte[] php)
    {
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            php = MutateOnce(php);
        }

        return php;
    }

    private byte[] MutateOnce(byte[] php)
    {
        var at = random.Next(php.Length + 1);
        var to = random.Next(at, php.Length + 1);
        switch (random.Next(7))
        {
            case 0:
                return php[..at];
            case 1:
                return [.. php.AsSpan(0, at), .. php.AsSpan(to)];
            case 2:
                return [.. php.AsSpan(0, to), .. php.AsSpan(at)];
            case 3 when at < php.Length:
                var flipped = (byte[])php.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 4:
                // Nested deeply, in place of a member's value.
                return Nest(php, random.Next(1, random.Next(10) == 0 ? 2_000 : 40));
            default:
                return [.. php.AsSpan(0, at), .. Tokens[random.Next(Tokens.Length)], .. php.AsSpan(at)];
        }
    }

    private static byte[] Nest(byte[] php, int levels)
    {
        var open = Enumerable.Repeat("a:1:{s:1:\"k\";"u8.ToArray(), levels).SelectMany(bytes => bytes);
        return [.. open, .. php, .. Enumerable.Repeat((byte)'}', levels)];
    }
}
