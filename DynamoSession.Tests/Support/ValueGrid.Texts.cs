using System.Globalization;

namespace DynamoSession.Tests.Support;

public static partial class ValueGrid
{
    private const string LeadHalf = "\uD83D";
    private const string TrailHalf = "\uDE00";

    private static IEnumerable<ValueGridCase> Texts() =>
    [
        .. SameAll(
            "string", "", " ", "a", "ab", "abc", "four", "fives", "null", "true", "123", "{}", "[]", "\"", "\\", "\\u0000", "{\"S\":\"x\"}",
            "a\0b", "\0", "\u0001\u001F", "tab\tline\nreturn\r", "\u007F", "\u0080\u009F", "\u00A0", "\u2028\u2029", "\uFEFFbom", "\uFFFE", "\uFFFF",
            "\uFFFD", "\uFDD0", "\uE000", "\uD7FF\uE000", "\uD83D\uDE00", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "e\u0301", "\u00E9",
            "\u05E9\u05DC\u05D5\u05DD", "\u4E2D\u6587", "\u0E44\u0E17\u0E22", "\u202Ertl", "\uDBFF\uDFFF", "\uD800\uDC00", "<script>&amp;'+/=`", "trailing ",
            new string('x', 1_000), new string('\u00E9', 500), new string('"', 300), string.Concat(Enumerable.Repeat("\uD83D\uDE00", 200)),
            new string('y', 30_000)),
        .. SameAll("char", 'a', '"', '\\', '\0', '\t', '\u007F', '\u00E9', '\u2028', '\uFFFE', '\uFFFF', '\uFFFD', '\uE000'),

        Refused("string, half a pair", LeadHalf, "lone surrogate"),
        Refused("string, the other half", TrailHalf, "lone surrogate"),
        Refused("string, halves in the wrong order", TrailHalf + LeadHalf, "lone surrogate"),
        Refused("string, half at the end", Secret + LeadHalf, "lone surrogate"),
        Refused("string, half before a whole", LeadHalf + "\uD83D\uDE00", "lone surrogate"),
        Refused("string, half in the middle", $"{Secret}{TrailHalf}{Secret}", "lone surrogate"),
        Refused("char, half", '\uD83D', "lone surrogate"),
        Refused("char, other half", '\uDE00', "lone surrogate"),
        Refused("half in a list", new List<string> { "a", Secret + LeadHalf }, "lone surrogate"),
        Refused("half in an array of chars", new[] { 'a', '\uD800' }, "lone surrogate"),
        Refused("half in a key", new Dictionary<string, int> { [Secret + LeadHalf] = 1 }, "lone surrogate"),
        Refused("half in a key of chars", new Dictionary<char, int> { ['\uDC00'] = 1 }, "lone surrogate"),
        Refused("half in a dictionary's value", new Dictionary<string, string> { ["a"] = LeadHalf }, "lone surrogate"),
        Refused("half in a record", new GridProduct(Secret + TrailHalf, 1, 1), "lone surrogate"),
        Refused("half in extension data", new GridExtended { Others = new() { ["x" + LeadHalf] = 1 } }, "lone surrogate"),
        Refused<object>("half in an object", Secret + LeadHalf, "lone surrogate"),
        Refused<object>("half in an anonymous object", new { Text = LeadHalf }, "lone surrogate"),
        Refused("half in a node", System.Text.Json.Nodes.JsonValue.Create(Secret + LeadHalf), "lone surrogate"),
        Refused("half in source-generated text", Secret + LeadHalf, "lone surrogate", GridContext.Default.String),
        Refused("half in a source-generated char", '\uD800', "lone surrogate", GridContext.Default.Char),
        Refused("half in a source-generated list", [Secret + LeadHalf], "lone surrogate", GridContext.Default.ListString),
        Refused("half in a source-generated key", new Dictionary<string, int> { [LeadHalf + Secret] = 1 }, "lone surrogate", GridContext.Default.DictionaryStringInt32),
        Refused("half in a source-generated record", new GridCart(LeadHalf, [], []), "lone surrogate", GridContext.Default.GridCart),
    ];

    private static IEnumerable<ValueGridCase> Names()
    {
        (string Label, string Name)[] good =
        [
            ("one letter", "a"), ("dots", "user.name.first"), ("brackets", "items[0]"), ("hash", "#name"), ("colon", ":value"), ("slash", "a/b"),
            ("space", " "), ("quote", "it's \"quoted\""), ("backslash", "a\\b"), ("reserved word", "select"), ("another reserved word", "name"),
            ("a kind", "S"), ("digits", "0123"), ("dollar", "$id"), ("underscores", "__ControllerTempData"), ("NUL", "a\0b"), ("only NUL", "\0"),
            ("line feed", "a\nb"), ("C1", "\u0085"), ("emoji", "\uD83D\uDE00"), ("noncharacter", "\uFFFE"), ("accent", "caf\u00E9"), ("combining", "cafe\u0301"),
            ("Chinese", "\u8D2D\u7269\u8F66"), ("right to left", "\u05E2\u05D2\u05DC\u05D4"), ("replacement character", "\uFFFD"), ("braces", "{\"M\":{}}"),
            ("254 bytes", new string('n', 254)), ("255 bytes", new string('n', 255)), ("255 bytes of two", new string('\u00E9', 127) + "n"),
            ("252 bytes of four", string.Concat(Enumerable.Repeat("\uD83D\uDE00", 63))),
        ];
        foreach (var (label, name) in good)
        {
            yield return new ReadableCase<string, string>($"name: {label}", name, label, read => Assert.That(read, Is.EqualTo(label)));
        }

        (string Label, string Name, string Refusal)[] bad =
        [
            ("empty", "", "0 bytes"), ("256 bytes", new string('n', 256), "256 bytes"), ("256 bytes of two", new string('\u00E9', 128), "256 bytes"),
            ("256 bytes of four", string.Concat(Enumerable.Repeat("\uD83D\uDE00", 64)), "256 bytes"), ("half a pair", "a\uD83D", "lone surrogate"),
            ("the other half", "\uDE00a", "lone surrogate"), ("long and half", new string('n', 300) + "\uD800", "lone surrogate"),
        ];
        foreach (var (label, name, refusal) in bad)
        {
            yield return new RefusedCase<string>($"name: {label}", name, Secret, refusal);
        }
    }

    private static IEnumerable<ValueGridCase> Scalars() =>
    [
        Same("true", true),
        Same("false", false),
        .. SameAll("guid", Guid.Empty, Guid.AllBitsSet, new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff")),
        .. SameAll<Uri>(
            "uri", new("https://example.org/"), new("https://example.org/a?b=c#d"), new("/relative/path", UriKind.Relative), new("", UriKind.Relative),
            new("mailto:a@example.org"), new("https://ex\u00E4mple.org/\u00E9"), new("urn:isbn:0451450523")),
        .. SameAll("enum", GridColor.Red, GridColor.Green, GridColor.Blue, (GridColor)42, (GridColor)int.MinValue),
        .. SameAll("flags", GridRights.None, GridRights.Read, GridRights.Read | GridRights.Write, GridRights.All),
        .. SameAll("enum of bytes", GridByte.Zero, GridByte.Full, (GridByte)7),
        .. SameAll("version", new Version(1, 2), new Version(1, 2, 3, 4)),
        Refused("uri, half a pair", new Uri("x" + LeadHalf, UriKind.Relative), "lone surrogate"),
        .. Enumerable.Range(0, 8).Select(length => Same(string.Create(CultureInfo.InvariantCulture, $"string of {length} digits"), new string('7', length))),
    ];
}
