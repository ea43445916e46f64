using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields;

/// <summary>The members of a JSON object, found in one pass and left where they are. Immutable.</summary>
internal sealed class JsonMembers
{
    private const int Typical = 32;
    private const int LongestOnStack = 256;

    private readonly ReadOnlyMemory<byte> _json;
    private readonly Member[] _members;
    private readonly int _mapIndex;
    private readonly JsonMembers? _map;

    // The bits of all names, so that most searches for what is not there end at once.
    private readonly ulong _bits;

    private JsonMembers(ReadOnlyMemory<byte> json, Member[] members, ulong bits, int length, int mapIndex, JsonMembers? map)
    {
        _json = json;
        _members = members;
        _bits = bits;
        _mapIndex = mapIndex;
        _map = map;
        Length = length;
    }

    public int Count => _members.Length;

    /// <summary>Gets the length of the object in bytes, without its opening brace.</summary>
    public int Length { get; }

    /// <summary>Finds the members of an object.</summary>
    /// <param name="json">A valid object, which the result refers to.</param>
    /// <exception cref="FormatException">This is not an object.</exception>
    public static JsonMembers Of(ReadOnlyMemory<byte> json)
    {
        var scanner = new JsonScanner(json.Span);
        return Read(json, ref scanner);
    }

    /// <summary>Finds the members of an object in a larger document, and moves past it.</summary>
    /// <param name="json">The document, which the result refers to.</param>
    /// <param name="scanner">A scanner of the document, in front of the object.</param>
    /// <param name="mapName">The name of a member that is probably a Map, whose members are found too: <see cref="MapAt"/>.</param>
    /// <exception cref="FormatException">This is not an object.</exception>
    public static JsonMembers Read(ReadOnlyMemory<byte> json, ref JsonScanner scanner, ReadOnlySpan<byte> mapName = default)
    {
        var members = ArrayPool<Member>.Shared.Rent(Typical);
        try
        {
            var count = 0;
            var bits = 0UL;
            var mapIndex = -1;
            JsonMembers? map = null;
            scanner.EnterObject();
            var start = scanner.Position;
            while (scanner.NextMember(out var name))
            {
                if (count == members.Length)
                {
                    Grow(ref members);
                }

                bits |= name.IsEscaped ? ulong.MaxValue : BitOf(name.Of(json.Span));
                var isMap = !mapName.IsEmpty && name.Of(json.Span).SequenceEqual(mapName);
                mapIndex = isMap ? count : mapIndex;
                members[count++] = new Member(name, (isMap ? ReadMap(json, ref scanner, out map) : scanner.SkipValue()).Length);
            }

            return new JsonMembers(json, members[..count], bits, scanner.Position - start, mapIndex, map);
        }
        finally
        {
            ArrayPool<Member>.Shared.Return(members);
        }
    }

    /// <summary>Returns the members of the Map whose name was given when the members were found.</summary>
    /// <returns><see langword="null"/> if this is not that member, or it is not a Map.</returns>
    public JsonMembers? MapAt(int index) => index == _mapIndex ? _map : null;

    /// <summary>Returns a member's name.</summary>
    public string NameAt(int index)
    {
        var name = _members[index].Name;
        return name.IsEscaped ? Unescaped(name) : Encoding.UTF8.GetString(name.Of(_json.Span));
    }

    /// <summary>Returns a member's value.</summary>
    public ReadOnlyMemory<byte> ValueAt(int index)
    {
        // Behind the name's closing quote, a colon, and any white space.
        var member = _members[index];
        var start = member.Name.Start + member.Name.Length + 1;
        start += 1 + _json.Span[start..].IndexOf((byte)':');
        start += _json.Span[start..].IndexOfAnyExcept(JsonScanner.WhiteSpace);
        return _json.Slice(start, member.ValueLength);
    }

    /// <summary>Returns the index of the member with a name; -1 if there is none.</summary>
    public int IndexOf(string name)
    {
        if (Ascii.IsValid(name))
        {
            return (_bits & BitOf(name)) == 0 ? -1 : IndexOfAscii(name);
        }

        Span<byte> onStack = stackalloc byte[LongestOnStack];
        var largest = Encoding.UTF8.GetMaxByteCount(name.Length);
        var utf8 = largest <= onStack.Length ? onStack : new byte[largest];

        // Text that isn't valid UTF-16 is not the name of any attribute.
        return Utf8.FromUtf16(name, utf8, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
            ? IndexOf(name, utf8[..length])
            : -1;
    }

    /// <summary>Moves past a value in DynamoDB JSON, and finds the members of the Map that it is.</summary>
    private static Slice ReadMap(ReadOnlyMemory<byte> json, ref JsonScanner scanner, out JsonMembers? map)
    {
        map = null;
        scanner.EnterObject();
        var start = scanner.Position - 1;
        while (scanner.NextMember(out var type))
        {
            if (type.Of(json.Span).SequenceEqual("M"u8))
            {
                map = Read(json, ref scanner);
            }
            else
            {
                scanner.SkipValue();
            }
        }

        return new Slice(start, scanner.Position - start, IsEscaped: false);
    }

    private static void Grow(ref Member[] members)
    {
        var larger = ArrayPool<Member>.Shared.Rent(members.Length * 2);
        members.CopyTo(larger, 0);
        ArrayPool<Member>.Shared.Return(members);
        members = larger;
    }

    private static ulong BitOf(ReadOnlySpan<byte> name) => name.IsEmpty ? 1 : BitOf(name.Length, name[0], name[^1]);

    private static ulong BitOf(string name) => name.Length == 0 ? 1 : BitOf(name.Length, name[0], name[^1]);

    private static ulong BitOf(int length, int first, int last) => 1UL << (((length * 7) + first + (last * 3)) & 63);

    private int IndexOfAscii(string name)
    {
        var json = _json.Span;

        // From the end: the last one of several members with one name counts, as for other readers.
        for (var index = _members.Length - 1; index >= 0; index--)
        {
            var other = _members[index].Name;
            if (other.IsEscaped ? Unescaped(other) == name : other.Length == name.Length && Ascii.Equals(other.Of(json), name))
            {
                return index;
            }
        }

        return -1;
    }

    private int IndexOf(string name, ReadOnlySpan<byte> utf8)
    {
        var json = _json.Span;
        for (var index = _members.Length - 1; index >= 0; index--)
        {
            var other = _members[index].Name;
            if (other.IsEscaped ? Unescaped(other) == name : other.Length == utf8.Length && other.Of(json).SequenceEqual(utf8))
            {
                return index;
            }
        }

        return -1;
    }

    private string Unescaped(Slice name)
    {
        // With its quotes.
        var reader = new Utf8JsonReader(_json.Span.Slice(name.Start - 1, name.Length + 2));
        reader.Read();
        return reader.GetString()!;
    }

    // There may be a thousand. Where a value begins is found again when it is asked for.
    private readonly struct Member(Slice name, int valueLength)
    {
        private readonly int _nameStart = name.Start;
        private readonly int _nameLength = name.IsEscaped ? ~name.Length : name.Length;

        public int ValueLength { get; } = valueLength;

        public Slice Name => _nameLength < 0 ? new(_nameStart, ~_nameLength, IsEscaped: true) : new(_nameStart, _nameLength, IsEscaped: false);
    }
}
