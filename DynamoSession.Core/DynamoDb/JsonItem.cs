using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An item in DynamoDB JSON: an object with the attributes.</summary>
internal sealed class JsonItem : IItem
{
    private readonly ReadOnlyMemory<byte> _map;

    // Of a map, found when one of them is asked for.
    private JsonMembers? _attributes;

    /// <param name="attributes">The attributes. Their values are taken to be valid: they were validated, or DynamoDB vouches for them.</param>
    public JsonItem(JsonMembers attributes) => _attributes = attributes;

    private JsonItem(ReadOnlyMemory<byte> map) => _map = map;

    private JsonMembers Attributes => _attributes ??= JsonMembers.Of(_map);

    public IEnumerable<string> Names => Enumerable.Range(0, Attributes.Count).Select(Attributes.NameAt);

    public bool Contains(string name) => Attributes.IndexOf(name) >= 0;

    public string? Text(string name) => Content(name, "S"u8) is { } content ? TextOf(content.Span) : null;

    public decimal? Number(string name) => Content(name, "N"u8) is { } content ? NumberOf(content.Span) : null;

    public bool? Boolean(string name) => Content(name, "BOOL"u8) is { } content ? content.Span.SequenceEqual("true"u8) : null;

    public ReadOnlyMemory<byte>? Binary(string name) => Content(name, "B"u8) is { } content ? (ReadOnlyMemory<byte>?)BytesOf(content.Span) : null;

    public bool HasMap(string name) => Content(name, "M"u8) is not null;

    public IItem? Map(string name) => Content(name, "M"u8) is { } map ? new JsonItem(map) : null;

    public IReadOnlyDictionary<string, SessionValue>? Fields(string name) =>
        Attributes.MapAt(Attributes.IndexOf(name)) is { } known ? new StoredFields(known)
        : Content(name, "M"u8) is { } map ? new StoredFields(JsonMembers.Of(map))
        : null;

    public long GetSize()
    {
        var size = 0L;
        for (var index = 0; index < Attributes.Count; index++)
        {
            size += Encoding.UTF8.GetByteCount(Attributes.NameAt(index)) + ValueSize.Of(Attributes.ValueAt(index).Span);
        }

        return size;
    }

    private ReadOnlyMemory<byte>? Content(string name, ReadOnlySpan<byte> type) =>
        Attributes.IndexOf(name) is >= 0 and var index ? Content(Attributes.ValueAt(index), type) : null;

    /// <returns>What a value contains; null if it has another type.</returns>
    private static ReadOnlyMemory<byte>? Content(ReadOnlyMemory<byte> value, ReadOnlySpan<byte> type)
    {
        var scanner = new JsonScanner(value.Span);
        scanner.EnterObject();

        // It has one member, so that its content ends before the closing brace.
        return scanner.NextMember(out var name) && name.Of(value.Span).SequenceEqual(type)
            ? (ReadOnlyMemory<byte>?)value[scanner.Position..^1].TrimEnd(JsonScanner.WhiteSpace)
            : null;
    }

    private static string TextOf(ReadOnlySpan<byte> json)
    {
        if (!json.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(json[1..^1]);
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetString()!;
    }

    private static byte[] BytesOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetBytesFromBase64();
    }

    // Most numbers are whole and short, and are read several times as fast as such.
    private static decimal? NumberOf(ReadOnlySpan<byte> json) =>
        long.TryParse(json[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
        : decimal.TryParse(json[1..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
