using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private static readonly Guid SomeGuid = new("6f9619ff-8b86-d011-b42d-00c04fc964ff");

    private static readonly GridCart Cart = new(
        "Zo\u00EB \uD83D\uDE00",
        [new GridProduct("a-1", 3, 9.99m), new GridProduct("", 0, 0m)],
        new() { ["a.b[0]#"] = "x", ["\0"] = "NUL", ["\uD83D\uDE00"] = "" },
        new GridCart("", [], []));

    private static IEnumerable<ValueGridCase> Collections() =>
    [
        .. SameAll("list of strings", new List<string>(), ["a"], ["a", "", "a\0b", "\uD83D\uDE00"]),
        .. SameAll("list of nullable strings", new List<string?> { null }, ["a", null]),
        .. SameAll("array of ints", [], [1], new[] { 3, 1, 2, 1 }, [int.MinValue, int.MaxValue]),
        .. SameAll("array of nullable ints", new int?[] { null }, [1, null, 2]),
        .. SameAll("array of doubles", new[] { 0.1, 1e100, -1e-100 }),
        .. SameAll("array of decimals", new[] { 1.10m, decimal.MaxValue }),
        .. SameAll("array of bools", new[] { true, false }),
        .. SameAll("array of guids", new[] { SomeGuid, Guid.Empty }),
        .. SameAll("array of enums", new[] { GridColor.Green, GridColor.Blue }),
        .. SameAll("array of dates", new[] { DateOnly.MinValue, DateOnly.MaxValue }),
        .. SameAll("array of big numbers", new[] { BigInteger.One, Big(new string('9', 38)) }),
        .. SameAll("jagged array", [], new int[][] { [], [1], [1, 2] }),
        .. SameAll("list of byte arrays", new List<byte[]> { new byte[] { 0, 255 }, Array.Empty<byte>() }),
        .. SameAll("hash set", new HashSet<string>(), ["b", "a"]),
        .. SameAll("set of ints", new HashSet<int> { 3, 1, 2 }),
        .. SameAll("sorted set", new SortedSet<int> { 3, 1, 2 }),
        .. SameAll("queue", new Queue<int>([1, 2, 3])),
        .. SameAll("linked list", new LinkedList<string>(["x", "y"])),
        .. SameAll("immutable list", ImmutableList.Create(1, 2)),
        .. SameAll("immutable array", ImmutableArray.Create("a", "b")),
        Same<IReadOnlyList<int>>("read-only list", [1, 2, 3]),
        Same<IEnumerable<string>>("enumerable", ["a", "b"]),
        .. SameAll("dictionary", new Dictionary<string, int>(), new() { ["a"] = 1 }, new() { ["a"] = 1, ["A"] = 2, [" "] = 3 }),
        .. SameAll("dictionary of odd names", new Dictionary<string, string> { ["a.b"] = "1", ["[0]"] = "2", ["#"] = "3", ["\0"] = "4", ["\uD83D\uDE00"] = "5", ["\""] = "6" }),
        .. SameAll("dictionary of guids", new Dictionary<Guid, int> { [SomeGuid] = 1 }),
        .. SameAll("dictionary of ints", new Dictionary<int, string> { [1] = "one", [-2] = "minus two" }),
        .. SameAll("dictionary of longs", new Dictionary<long, bool> { [long.MinValue] = true }),
        .. SameAll("dictionary of enums", new Dictionary<GridColor, int> { [GridColor.Blue] = 1, [GridColor.Red] = 2 }),
        .. SameAll("dictionary of dates", new Dictionary<DateOnly, int> { [new DateOnly(2026, 7, 15)] = 1 }),
        .. SameAll("dictionary of bools", new Dictionary<bool, int> { [true] = 1, [false] = 0 }),
        .. SameAll("dictionary of big numbers", new Dictionary<BigInteger, BigInteger> { [Big("12345678901234567890123")] = 1 }),
        .. SameAll("dictionary of lists", new Dictionary<string, List<int>> { ["a"] = [1, 2], ["b"] = [] }),
        .. SameAll("dictionary of nulls", new Dictionary<string, string?> { ["a"] = null }),
        .. SameAll("list of dictionaries", new List<Dictionary<string, int>> { new() { ["a"] = 1 }, new() }),
        .. SameAll("sorted dictionary", new SortedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }),
        Same("dictionary with a name of 65,535 bytes", new Dictionary<string, int> { [new string('n', 65_535)] = 1 }),
        Same("list of a thousand", Enumerable.Range(0, 1_000).ToList()),
    ];

    private static IEnumerable<ValueGridCase> Objects() =>
    [
        SameJson("record of records", Cart),
        SameJson("empty record", new GridCart("", [], [])),
        Same("record", new GridProduct("sku", int.MaxValue, 0.10m)),
        Same("record struct", new GridPoint(0.1, -2)),
        Same("record struct?", (GridPoint?)new GridPoint(1, 2)),
        SameJson("class with its defaults", new GridMutable()),
        SameJson("class", new GridMutable
        {
            Text = "\"\\\0", Bytes = EveryByte, Memory = new byte[] { 1, 2, 3, 4 }, Color = GridColor.Blue, When = DateTimeOffset.UnixEpoch, Odd = 5,
        }),
        new ReadableCase<GridMutable, GridMutable>("member that is ignored", "f", new GridMutable { Ignored = 5 }, read => Assert.That(read!.Ignored, Is.Zero)),
        Same("tuple of values", new KeyValuePair<string, int>("k", 1)),
        Same<GridShape>("derived record", new GridCircle(1.5)),
        Same<GridShape[]>("derived records", [new GridSquare(2), new GridCircle(0)]),
        new ReadableCase<GridExtended, GridExtended>(
            "extension data", "f", new GridExtended { Known = "k", Others = new() { ["x"] = 1, ["y"] = "z" } }, read => Assert.That(read!.Others!.Keys, Is.EquivalentTo(new[] { "x", "y" }))),
        new ReadableCase<object, GridPoint>("anonymous object", "f", new { X = 1.5, Y = 2 }, read => Assert.That(read, Is.EqualTo(new GridPoint(1.5, 2)))),
        Json("""{"a":[1,2.5,"x",true,null,{"b":{}}],"c":[]}"""),
        Json("[]"),
        Json("{}"),
        Json("\"text\""),
        Json("12.5"),
        Json("true"),
        Json("null"),
        new ReadableCase<JsonNode, JsonNode>(
            "node", "f", new JsonObject { ["a"] = new JsonArray(1, "x") }, read => Assert.That(read!.ToJsonString(), Is.EqualTo("""{"a":[1,"x"]}"""))),
        new ReadableCase<object, object>("object as object", "f", "text", read => Assert.That(((JsonElement)read!).GetString(), Is.EqualTo("text"))),
        new ReadableCase<int, object>("int as object", "f", 5, read => Assert.That(((JsonElement)read!).GetInt32(), Is.EqualTo(5))),
    ];

    private static IEnumerable<ValueGridCase> Depths()
    {
        foreach (var depth in new[] { 1, 2, 15, 29, 30 })
        {
            yield return Json(NestedLists(depth), $"{depth} lists");
            yield return Json(NestedMaps(depth), $"{depth} maps");
            yield return SameJson($"{depth} objects", Chain(depth));
            yield return SameJson($"{depth} source-generated objects", Chain(depth), GridContext.Default.GridNode);
        }

        foreach (var depth in new[] { 31, 32, 64, 65, 500 })
        {
            yield return Refused($"{depth} lists", NestedArrays(depth), "30 levels");
            yield return Refused($"{depth} objects", Chain(depth), "30 levels");
            yield return Refused($"{depth} source-generated objects", Chain(depth), "30 levels", GridContext.Default.GridNode);
        }

        yield return Refused("31 maps", Parse(NestedMaps(31)), "30 levels");
        yield return Refused("object in itself", Cycle(), "30 levels");
        yield return Refused("source-generated object in itself", Cycle(), "30 levels", GridContext.Default.GridNode);
        List<object> list = [];
        list.Add(list);
        yield return Refused("list in itself", list, "30 levels");
    }

    private static IEnumerable<ValueGridCase> RefusedObjects() =>
    [
        Refused("empty key", new Dictionary<string, string> { [""] = Secret }, "empty name"),
        Refused("empty key, deep", new List<object> { new Dictionary<string, object> { ["a"] = new Dictionary<string, string> { [""] = Secret } } }, "empty name"),
        Refused("empty property", Parse("""{"":1}"""), "empty name"),
        Refused("name of 65,536 bytes", new Dictionary<string, int> { [new string('n', 65_536)] = 1 }, "65535 bytes"),
        Refused("name of 32,768 times two bytes", new Dictionary<string, int> { [new string('\u00E9', 32_768)] = 1 }, "65535 bytes"),
        Refused("name twice", Parse("""{"a":1,"b":2,"a":3}"""), "same name"),
        Refused("name twice, escaped", Parse("""{"a":1,"\u0061":3}"""), "same name"),
        Refused("name twice, deep", Parse("""[{"x":[{"a":1},{"a":1,"a":2}]}]"""), "same name"),
        Refused("extension data named like a property", new GridExtended { Known = Secret, Others = new() { ["Known"] = Secret } }, "same name"),
        Refused("type without a JSON form", typeof(string), "Type"),
        Refused<Action>("delegate", static () => { }, "converter"),
        Refused("undefined element", default(JsonElement), "JsonElement"),
        Refused("JSON with 39 digits", Parse(new string('9', 39)), TooManyDigits),
        Refused("JSON with 1E400", Parse("[1E400]"), TooLarge),
        Refused("JSON with 1E-400", Parse("[1E-400]"), TooSmall),
        Refused("JSON with half a pair", Parse("""["\uD800"]"""), "well-formed"),
        Refused("JSON with half a pair in a name", Parse("""{"\uD800":1}"""), "well-formed"),
    ];

    private static ReadableCase<JsonElement, JsonElement> Json(string json, string? name = null)
    {
        var value = Parse(json);
        return new($"JSON: {name ?? json}", "f", value, read => Assert.That(JsonElement.DeepEquals(read, value), Is.True));
    }

    private static JsonElement Parse(string json) => JsonElement.Parse(Encoding.UTF8.GetBytes(json), new JsonDocumentOptions { MaxDepth = 1_000 });

    private static string NestedLists(int depth) => new string('[', depth) + new string(']', depth);

    private static string NestedMaps(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);

    private static object[] NestedArrays(int depth)
    {
        object[] value = [];
        for (; depth > 1; depth--)
        {
            value = [value];
        }

        return value;
    }

    private static GridNode Chain(int depth)
    {
        var node = new GridNode();
        for (; depth > 1; depth--)
        {
            node = new GridNode { Next = node };
        }

        return node;
    }

    private static GridNode Cycle()
    {
        var node = new GridNode();
        node.Next = node;
        return node;
    }
}
