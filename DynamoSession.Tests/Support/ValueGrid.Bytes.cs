using System.Globalization;
using System.Text;

namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    private static IEnumerable<ValueGridCase> Binary()
    {
        (string Label, byte[] Bytes)[] values =
        [
            ("none", []), ("one", [1]), ("zero", [0]), ("four", [1, 2, 3, 4]), ("text", "some text"u8.ToArray()), ("four letters", "four"u8.ToArray()),
            ("every byte", EveryByte), ("not UTF-8", [0xC3, 0x28]), ("a thousand", new byte[1_000]),
        ];
        foreach (var (label, bytes) in values)
        {
            yield return new ReadableCase<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>(
                $"ReadOnlyMemory: {label}", "f", bytes, read => Assert.That(read.ToArray(), Is.EqualTo(bytes)));
            yield return new ReadableCase<Memory<byte>, Memory<byte>>(
                $"Memory: {label}", "f", bytes, read => Assert.That(read.ToArray(), Is.EqualTo(bytes)));
            yield return new ReadableCase<byte[], byte[]>($"byte[]: {label}", "f", bytes, read => Assert.That(read, Is.EqualTo(bytes)));
            yield return new ReadableCase<byte[], ReadOnlyMemory<byte>>(
                $"byte[] as ReadOnlyMemory: {label}", "f", bytes, read => Assert.That(read.ToArray(), Is.EqualTo(bytes)));
            yield return new ReadableCase<ReadOnlyMemory<byte>, byte[]>(
                $"ReadOnlyMemory as byte[]: {label}", "f", bytes, read => Assert.That(read, Is.EqualTo(bytes)));
            yield return new BytesCase($"bytes: {label}", "f", bytes, target => Assert.That(target.Get<byte[]>("f"), Is.EqualTo(bytes)));
        }

        for (var value = 0; value < 256; value += value is < 33 or > 126 and < 132 ? 1 : 16)
        {
            byte[] bytes = [(byte)value];
            yield return new BytesCase(string.Create(CultureInfo.InvariantCulture, $"bytes: 0x{value:X2}"), "f", bytes);
        }

        foreach (var number in new[] { 0, 1, -1, 258, int.MaxValue, int.MinValue, 0x61626364 })
        {
            byte[] bytes = [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
            yield return new BytesCase(
                string.Create(CultureInfo.InvariantCulture, $"bytes: SetInt32 of {number}"), "f", bytes, target =>
                {
                    Assert.That(target.Get<int>("f"), Is.EqualTo(number));
                    Assert.That(target.Get<int?>("f"), Is.EqualTo(number));
                });
        }

        var count = 0;
        foreach (var text in new[] { "", "a", "four", "fives", "caf\u00E9", "\uD83D\uDE00", "a\0b", "line\r\n\t", "\u007F", "\u0085next", "\u00C2\u00A0", "\uFFFE", "\uFEFFbom", "\uFFFD" })
        {
            yield return new BytesCase(
                string.Create(CultureInfo.InvariantCulture, $"bytes: SetString {++count}: {Printable(text)}"),
                "f",
                Encoding.UTF8.GetBytes(text),
                target => Assert.That(target.Get<string>("f"), Is.EqualTo(text)));
        }

        (string Label, byte[] Bytes)[] broken =
        [
            ("cut off", [0xE2, 0x82]), ("overlong", [0xC0, 0x80]), ("encoded surrogate", [0xED, 0xA0, 0x80]), ("beyond Unicode", [0xF4, 0x90, 0x80, 0x80]),
            ("stray continuation", [0x61, 0x80]), ("Latin-1", [0x63, 0x61, 0x66, 0xE9]), ("UTF-16", [0x61, 0x00, 0x62, 0x00, 0x63, 0x00]),
            ("C2 at the end", [0x61, 0xC2]), ("C2 A0", [0xC2, 0xA0]), ("C2 9F", [0xC2, 0x9F, 0x61]),
        ];
        foreach (var (label, bytes) in broken)
        {
            yield return new BytesCase($"bytes: {label}", "f", bytes);
        }

        yield return new BytesCase("bytes: the name of an enum", "f", "Blue"u8.ToArray(), target => Assert.That(target.Get<GridColor>("f"), Is.EqualTo(GridColor.Blue)));
        yield return new BytesCase("bytes: a letter", "f", "x"u8.ToArray(), target => Assert.That(target.Get<char>("f"), Is.EqualTo('x')));
        yield return new BytesCase("bytes: JSON", "f", """{"a":[1,2,{"b":null}]}"""u8.ToArray());
    }

    private static IEnumerable<ValueGridCase> ByteViews() =>
    [
        View("text", "caf\u00E9", "caf\u00E9"u8),
        View("four letters", "four", "four"u8),
        View("int", 258, [0, 0, 1, 2]),
        View("negative int", -1, [255, 255, 255, 255]),
        View("long that is an int", 7L, [0, 0, 0, 7]),
        View("long", long.MaxValue, "9223372036854775807"u8),
        View("uint above int", uint.MaxValue, "4294967295"u8),
        View("decimal that is an int", 100.00m, [0, 0, 0, 100]),
        View("decimal", 1.50m, "1.5"u8),
        View("double", 1e20, "100000000000000000000"u8),
        View("true", true, "true"u8),
        View("false", false, "false"u8),
        View("null", (string?)null, "null"u8),
        View("list", new[] { 1, 2 }, "[1,2]"u8),
        View("empty list", Array.Empty<int>(), "[]"u8),
        View("record", new GridPoint(1, 2.5), """{"X":1,"Y":2.5}"""u8),
        View("enum", GridColor.Green, "Green"u8),
        View("bytes", new ReadOnlyMemory<byte>([0, 1, 2]), [0, 1, 2]),
        View("dictionary", new Dictionary<string, string?> { ["\u00E9"] = null }, "{\"\u00E9\":null}"u8),
    ];

    private static ByteViewCase<T> View<T>(string name, T value, ReadOnlySpan<byte> bytes) => new($"as bytes: {name}", "f", value, bytes.ToArray());
}
