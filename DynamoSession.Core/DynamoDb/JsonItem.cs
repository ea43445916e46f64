using System.Globalization;
using System.Text;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An item in DynamoDB JSON: an object with the attributes.</summary>
/// <param name="attributes">The attributes. Their values are taken to be valid: they were validated, or DynamoDB vouches for them.</param>
internal sealed class JsonItem(JsonMembers attributes) : IItem
{
    public IEnumerable<string> Names => Enumerable.Range(0, attributes.Count).Select(attributes.NameAt);

    public bool Contains(string name) => attributes.IndexOf(name) >= 0;

    public string? Text(string name) => Content(name, "S"u8) is { } content ? TextOf(content.Span) : null;

    public decimal? Number(string name) => Content(name, "N"u8) is { } content ? NumberOf(content.Span) : null;

    public bool? Boolean(string name) => Content(name, "BOOL"u8) is { } content ? content.Span.SequenceEqual("true"u8) : null;

    public ReadOnlyMemory<byte>? Binary(string name) => Content(name, "B"u8) is { } content ? (ReadOnlyMemory<byte>?)BytesOf(content.Span) : null;

    public IItem? Map(string name) => Members(name) is { } members ? new JsonItem(members) : null;

    public IReadOnlyDictionary<string, SessionValue>? Fields(string name) => Members(name) is { } members ? new StoredFields(members) : null;

    public long GetSize()
    {
        var size = 0L;
        for (var index = 0; index < attributes.Count; index++)
        {
            size += Encoding.UTF8.GetByteCount(attributes.NameAt(index)) + ValueSize.Of(attributes.ValueAt(index).Span);
        }

        return size;
    }

    private JsonMembers? Members(string name) => Content(name, "M"u8) is { } content ? JsonMembers.Of(content) : null;

    private ReadOnlyMemory<byte>? Content(string name, ReadOnlySpan<byte> type) =>
        attributes.IndexOf(name) is >= 0 and var index ? Content(attributes.ValueAt(index), type) : null;

    /// <returns>What a value contains; null if it has another type.</returns>
    private static ReadOnlyMemory<byte>? Content(ReadOnlyMemory<byte> value, ReadOnlySpan<byte> type)
    {
        var scanner = new JsonScanner(value.Span);
        scanner.EnterObject();

        // It has one member, so that its content ends before the closing brace.
        return scanner.NextMember(out var name) && name.Of(value.Span).SequenceEqual(type)
            ? (ReadOnlyMemory<byte>?)value[scanner.Position..^1].TrimEnd(" \t\r\n"u8)
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
