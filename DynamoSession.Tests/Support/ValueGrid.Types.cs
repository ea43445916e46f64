using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private static IEnumerable<ValueGridCase> Nothing() =>
    [
        Same("null string", (string?)null),
        Same("null bytes", (byte[]?)null),
        Same("null record", (GridCart?)null),
        Same("null list", (List<int>?)null),
        Same("null dictionary", (Dictionary<string, int>?)null),
        Same("null uri", (Uri?)null),
        Same("null object", (object?)null),
        Same("null bool", (bool?)null),
        Same("null guid", (Guid?)null),
        Same("null enum", (GridColor?)null),
        Same("null char", (char?)null),
        Same("null TimeSpan", (TimeSpan?)null),
        Same("null Half", (Half?)null),
        Same("null BigInteger", (BigInteger?)null),
        Same("null point", (GridPoint?)null),
        Same("null memory", (ReadOnlyMemory<byte>?)null),
        Same("null node", (JsonNode?)null),
        Other<string?, int?>("null as int?", null, null),
        Other<int?, string?>("null int as string", null, null),
        Other<string?, GridCart?>("null as record", null, null),
        Same("bool?", (bool?)true),
        Same("guid?", (Guid?)SomeGuid),
        Same("enum?", (GridColor?)GridColor.Blue),
        Same("char?", (char?)'x'),
    ];

    private static IEnumerable<ValueGridCase> OtherTypes() =>
    [
        Other("int as long", 5, 5L),
        Other("int as byte", 255, (byte)255),
        Other("long as int", 5L, 5),
        Other("int as decimal", 5, 5m),
        Other("int as double", 5, 5d),
        Other("int as int?", 5, (int?)5),
        Other("int? as int", (int?)5, 5),
        Other("int as BigInteger", 5, new BigInteger(5)),
        Other("int as Int128", -5, (Int128)(-5)),
        Other("double as int", 100d, 100),
        Other("large double as long", 1e18, 1_000_000_000_000_000_000L),
        Other("large double as BigInteger", 1e100, BigInteger.Pow(10, 100)),
        Other("minus zero as int", -0d, 0),
        Other("decimal as int", 7.00m, 7),
        Other("decimal as double", 0.1m, 0.1d),
        Other("double as decimal", 0.1d, 0.1m),
        Other("double as float", 0.5d, 0.5f),
        Other("float as double", 0.1f, 0.1d),
        Other("number as JSON", 12, JsonElement.Parse("12").GetInt32()),
        Other("string as char", "x", 'x'),
        Other("char as string", '\u00E9', "\u00E9"),
        Other("string as guid", SomeGuid.ToString(), SomeGuid),
        Other("guid as string", SomeGuid, SomeGuid.ToString()),
        Other("string as enum", "Blue", GridColor.Blue),
        Other("enum as string", GridColor.Blue, "Blue"),
        Other("int as enum", 7, GridColor.Green),
        Other("string as uri", "https://example.org/", new Uri("https://example.org/")),
        Other("uri as string", new Uri("https://example.org/x"), "https://example.org/x"),
        Other("date as string", new DateOnly(2026, 7, 15), "2026-07-15"),
        Other("date and time as string", DateTime.SpecifyKind(Noon, DateTimeKind.Utc), "2026-07-15T12:34:56Z"),
        Other("time span as string", TimeSpan.FromMinutes(90), "01:30:00"),
        Other("string as bytes", "text", "text"u8.ToArray()),
        Other("number as bytes", 258, new byte[] { 0, 0, 1, 2 }),
        Other("array as list", new[] { 1, 2 }, new List<int> { 1, 2 }),
        Other("set as array", new HashSet<int> { 1 }, new[] { 1 }),
        Other("ints as longs", new[] { 1, 2 }, new[] { 1L, 2L }),
        Other("doubles as ints", new[] { 1d, 1e9 }, new[] { 1, 1_000_000_000 }),
        Other("record as dictionary", new GridPoint(1, 2), new Dictionary<string, double> { ["X"] = 1, ["Y"] = 2 }),
        Other("dictionary as record", new Dictionary<string, double> { ["X"] = 1, ["Y"] = 2, ["Z"] = 3 }, new GridPoint(1, 2)),
        Other("four letters, bytes as text", new ReadOnlyMemory<byte>([0x66, 0x6F, 0x75, 0x72]), "four"),
        Other("four bytes as int", new ReadOnlyMemory<byte>([0, 0, 1, 2]), 258),
    ];

    private static IEnumerable<ValueGridCase> UnreadableTypes() =>
    [
        Unreadable<string, int>(Secret), Unreadable<string, int>("5"), Unreadable<string, decimal>("5"), Unreadable<string, double>("NaN"),
        Unreadable<string, bool>("true"), Unreadable<string, Guid>(Secret), Unreadable<string, GridColor>(Secret), Unreadable<string, DateTime>(Secret),
        Unreadable<string, DateOnly>(Secret), Unreadable<string, TimeSpan>(Secret), Unreadable<string, char>(Secret), Unreadable<string, GridCart>(Secret),
        Unreadable<string, List<int>>(Secret), Unreadable<string, Dictionary<string, int>>(Secret), Unreadable<string, BigInteger>(Secret),
        Unreadable<string, int?>(Secret), Unreadable<string, Int128>(Secret), Unreadable<string, Half>(Secret),
        Unreadable<int, string>(5), Unreadable<int, bool>(1), Unreadable<int, Guid>(5), Unreadable<int, GridCart>(5), Unreadable<int, List<int>>(5),
        Unreadable<int, ReadOnlyMemory<byte>>(5), Unreadable<int, DateTime>(5), Unreadable<int, char>(5),
        Unreadable<int, byte>(256), Unreadable<int, byte>(-1), Unreadable<int, sbyte>(128), Unreadable<int, ushort>(-1), Unreadable<int, uint>(-1), Unreadable<int, ulong>(-1),
        Unreadable<int, UInt128>(-1), Unreadable<long, int>(int.MaxValue + 1L), Unreadable<long, int?>(int.MinValue - 1L), Unreadable<ulong, long>(ulong.MaxValue),
        Unreadable<double, int>(1.5), Unreadable<double, long>(1e19), Unreadable<double, decimal>(1e29), Unreadable<double, decimal>(1e-29), Unreadable<double, float>(1e39),
        Unreadable<decimal, int>(0.1m), Unreadable<decimal, BigInteger>(0.1m), Unreadable<BigInteger, decimal>(BigInteger.Pow(10, 29)),
        Unreadable<bool, int>(true), Unreadable<bool, string>(true), Unreadable<bool, GridCart>(true),
        Unreadable<string?, int>(null), Unreadable<string?, bool>(null), Unreadable<string?, decimal>(null), Unreadable<string?, double>(null), Unreadable<string?, Guid>(null),
        Unreadable<string?, DateTime>(null), Unreadable<string?, GridColor>(null), Unreadable<string?, GridPoint>(null), Unreadable<string?, ReadOnlyMemory<byte>>(null),
        Unreadable<List<string>, string>([Secret]), Unreadable<List<string>, int>([Secret]), Unreadable<List<string>, List<int>>([Secret]), Unreadable<List<string>, GridCart>([Secret]),
        Unreadable<Dictionary<string, string>, Dictionary<string, int>>(new() { [Secret] = Secret }), Unreadable<Dictionary<string, string>, string>(new() { [Secret] = Secret }),
        Unreadable<Dictionary<string, string>, List<string>>(new() { [Secret] = Secret }), Unreadable<Dictionary<string, string>, Dictionary<int, string>>(new() { [Secret] = Secret }),
        Unreadable<GridPoint, int>(new(1, 2)), Unreadable<GridPoint, IDisposable>(new(1, 2)),
        Unreadable<ReadOnlyMemory<byte>, string>(new byte[] { 0xFF, 0xFE }), Unreadable<ReadOnlyMemory<byte>, int>(new byte[] { 1, 2, 3 }),
        Unreadable<ReadOnlyMemory<byte>, int>(new byte[] { 1, 2, 3, 4, 5 }), Unreadable<ReadOnlyMemory<byte>, bool>(new byte[] { 1 }), Unreadable<ReadOnlyMemory<byte>, GridCart>(new byte[] { 1 }),
    ];

    private static IEnumerable<ValueGridCase> SourceGenerated() =>
    [
        SameJson("source-generated record", Cart, GridContext.Default.GridCart),
        Same("source-generated struct", new GridPoint(0.1, 1e100), GridContext.Default.GridPoint),
        Same("source-generated enum", GridColor.Blue, GridContext.Default.GridColor),
        Same<GridShape>("source-generated derived record", new GridSquare(3), GridContext.Default.GridShape),
        SameJson("source-generated class", new GridMutable { Bytes = EveryByte, Memory = EveryByte, Text = "\0\uD83D\uDE00" }, GridContext.Default.GridMutable),
        Same("source-generated dictionary", new Dictionary<string, int> { ["\u00E9"] = 1 }, GridContext.Default.DictionaryStringInt32),
        Same("source-generated list", ["a", "\uFFFE"], GridContext.Default.ListString),
        Same("source-generated doubles", [0.1, 1e125], GridContext.Default.DoubleArray),
        Same("source-generated string", "\0\uD83D\uDE00\"", GridContext.Default.String),
        Same("source-generated null", (string?)null, GridContext.Default.String!),
        Same("source-generated char", '\uFFFE', GridContext.Default.Char),
        Same("source-generated int", int.MinValue, GridContext.Default.Int32),
        Same("source-generated int?", (int?)null, GridContext.Default.NullableInt32),
        Same("source-generated bytes", EveryByte, GridContext.Default.ByteArray),
        Same("source-generated guid", SomeGuid, GridContext.Default.Guid),
        Same("source-generated decimal", 1.50m, GridContext.Default.Decimal),
        new ReadableCase<int, int>("source-generated read of an int", "f", 5, read => Assert.That(read, Is.EqualTo(5)), readInfo: GridContext.Default.Int32),
        new BytesCase("source-generated read of SetInt32", "f", [0, 0, 0, 5], target => Assert.That(target.Get("f", GridContext.Default.Int32), Is.EqualTo(5))),
        new BytesCase("source-generated read of SetString", "f", "four"u8.ToArray(), target => Assert.That(target.Get("f", GridContext.Default.String), Is.EqualTo("four"))),
        new BytesCase("source-generated read of bytes", "f", [0, 1], target => Assert.That(target.Get("f", GridContext.Default.ByteArray), Is.EqualTo(new byte[] { 0, 1 }))),
    ];

    private static UnreadableCase<TWritten, TRead> Unreadable<TWritten, TRead>(
        TWritten value,
        [CallerArgumentExpression(nameof(value))] string literal = "") =>
        new($"unreadable: {TypeName.Of(typeof(TWritten))} {literal} as {TypeName.Of(typeof(TRead))}", "f", value);
}
