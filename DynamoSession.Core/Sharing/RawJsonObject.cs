using System.Buffers;
using System.Text.Json;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>A JSON object whose unchanged members keep their text, their order and their number notation.</summary>
internal sealed class RawJsonObject
{
    // JSON.parse has no depth limit, and the parser is not recursive.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    // The name is null if it cannot be a field's name. Such members are never changed.
    private readonly List<(string? Name, ReadOnlyMemory<byte> RawName, ReadOnlyMemory<byte> RawValue)> _members = [];

    private RawJsonObject()
    {
    }

    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public static RawJsonObject Parse(ReadOnlyMemory<byte> utf8Json)
    {
        var result = new RawJsonObject();
        var reader = new Utf8JsonReader(utf8Json.Span, Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonEscapes.HasLoneSurrogate(reader.ValueSpan) ? null : reader.GetString();
            var rawName = utf8Json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            result._members.Add((name, rawName, utf8Json[start..(int)reader.BytesConsumed]));
        }

        return result;
    }

    public static RawJsonObject Empty() => new();

    /// <summary>Returns a member's raw value; the last one of several with the same name, like JSON.parse.</summary>
    public ReadOnlyMemory<byte>? Find(string name) => _members.FindLastIndex(member => member.Name == name) is >= 0 and var index ? _members[index].RawValue : null;

    public void Set(string name, ReadOnlyMemory<byte> rawValue)
    {
        var index = _members.FindIndex(member => member.Name == name);
        if (index < 0)
        {
            _members.Add((name, Quoted(name), rawValue));
            return;
        }

        _members[index] = _members[index] with { RawValue = rawValue };
        while (_members.FindLastIndex(member => member.Name == name) is var last && last > index)
        {
            _members.RemoveAt(last);
        }
    }

    public void Remove(string name) => _members.RemoveAll(member => member.Name == name);

    public void KeepOnly(Predicate<string> isKept) => _members.RemoveAll(member => member.Name is null || !isKept(member.Name));

    private static byte[] Quoted(string name) => [(byte)'"', .. JsonEncodedText.Encode(name, DynamoDbJson.Writing.Encoder).EncodedUtf8Bytes, (byte)'"'];

    public byte[] ToUtf8()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("{"u8);
        var separator = ""u8;
        foreach (var (_, rawName, rawValue) in _members)
        {
            output.Write(separator);
            output.Write(rawName.Span);
            output.Write(":"u8);
            output.Write(rawValue.Span);
            separator = ","u8;
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }
}
