using System.Buffers.Text;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Laravel;

/// <summary>
/// Reads the output of PHP's <c>serialize()</c>. Never instantiates a type named in it: objects and references are only skipped. Lengths
/// are checked against the remaining data, and counts never determine an allocation.
/// </summary>
/// <remarks>A copy of the reader has its own position. Every method throws a <see cref="FormatException"/> if the data is not valid.</remarks>
internal ref partial struct PhpReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public readonly bool IsAtEnd => _position == _text.Length;

    /// <summary>Gets the type letter of the next value.</summary>
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

    /// <returns>A decimal number in any notation, or <c>INF</c>, <c>-INF</c> or <c>NAN</c>.</returns>
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

    /// <returns>The bytes, which need not be valid UTF-8.</returns>
    public ReadOnlySpan<byte> ReadString()
    {
        Expect("s:"u8);
        var value = ReadQuoted();
        Expect(";"u8);
        return value;
    }

    /// <returns>The number of key-value pairs that follow before <see cref="ReadArrayEnd"/>.</returns>
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
        // The parser alone would also accept a sign.
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

    private static FormatException Malformed() => new("The data was not written by PHP's serialize().");
}
