using System.Buffers.Text;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>
/// Walks through what PHP's <c>serialize()</c> wrote. Nothing is ever created after a name in it: of objects and references only the
/// end is found. Lengths are believed only as far as there is text, and counts reserve nothing.
/// </summary>
/// <remarks>A copy of it goes its own way. Every method throws a <see cref="FormatException"/> at what <c>serialize()</c> never writes.</remarks>
internal ref partial struct PhpReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public readonly bool IsAtEnd => _position == _text.Length;

    /// <summary>Gets the letter that the next value begins with.</summary>
    public readonly byte Type => IsAtEnd ? throw Malformed() : _text[_position];

    private readonly ReadOnlySpan<byte> Rest => _text[_position..];

    public void ReadNull() => Expect("N;"u8);

    public bool ReadBoolean()
    {
        Expect("b:"u8);
        var isTrue = Type == '1';
        Expect(isTrue ? "1;"u8 : "0;"u8);
        return isTrue;
    }

    public long ReadInteger()
    {
        Expect("i:"u8);
        if (!Utf8Parser.TryParse(Rest, out long value, out var length))
        {
            throw Malformed();
        }

        _position += length;
        Expect(";"u8);
        return value;
    }

    /// <returns>A decimal number in some notation, or <c>INF</c>, <c>-INF</c>, <c>NAN</c>.</returns>
    public ReadOnlySpan<byte> ReadFloat()
    {
        Expect("d:"u8);
        var length = Rest.IndexOf((byte)';');
        var number = length < 0 ? throw Malformed() : Rest[..length];
        if (!IsNotFinite(number) && DecimalNumber.TryParse(number, out _) == NumberProblem.Malformed)
        {
            throw Malformed();
        }

        _position += length + 1;
        return number;
    }

    /// <returns>Bytes of any kind.</returns>
    public ReadOnlySpan<byte> ReadString()
    {
        Expect("s:"u8);
        var value = ReadQuoted();
        Expect(";"u8);
        return value;
    }

    /// <returns>How many pairs of key and value follow, and then <see cref="ReadArrayEnd"/>.</returns>
    public int ReadArrayStart()
    {
        Expect("a:"u8);
        return ReadCount();
    }

    public void ReadArrayEnd() => Expect("}"u8);

    public static bool IsNotFinite(ReadOnlySpan<byte> number) =>
        number.SequenceEqual("INF"u8) || number.SequenceEqual("-INF"u8) || number.SequenceEqual("NAN"u8);

    private ReadOnlySpan<byte> ReadQuoted()
    {
        var length = ReadLength();
        Expect(":\""u8);
        var value = Take(length);
        Expect("\""u8);
        return value;
    }

    private int ReadCount()
    {
        var count = ReadLength();
        Expect(":{"u8);
        return count;
    }

    private int ReadLength()
    {
        // The parser would take a sign.
        if (!char.IsAsciiDigit((char)Type) || !Utf8Parser.TryParse(Rest, out int length, out var digits))
        {
            throw Malformed();
        }

        _position += digits;
        return length;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _text.Length - _position)
        {
            throw Malformed();
        }

        var taken = _text.Slice(_position, length);
        _position += length;
        return taken;
    }

    private void Expect(ReadOnlySpan<byte> text)
    {
        if (!Rest.StartsWith(text))
        {
            throw Malformed();
        }

        _position += text.Length;
    }

    private static FormatException Malformed() => new("This is not what PHP's serialize() writes.");
}
