namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// Copies a value in DynamoDB JSON to plain JSON without reading its tokens: types and their braces are left out, and texts, names and numbers
/// are copied as they are, escapes included. It gives up at whatever is not as DynamoDB and this package write it.
/// </summary>
/// <param name="json">The value.</param>
/// <param name="output">Where the plain JSON goes: at least as long as the value, since it is never longer.</param>
internal ref struct PlainJson(ReadOnlySpan<byte> json, Span<byte> output)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private readonly Span<byte> _output = output;
    private int _position;

    /// <summary>Gets the length of the output.</summary>
    public int Length { get; private set; }

    /// <returns>Whether all of the value was copied.</returns>
    public bool TryCopy() => TryCopyValue(FieldLimits.MaxDepth + 2) && _position == _json.Length;

    private bool TryCopyValue(int levels)
    {
        if (levels == 0 || !TrySkip("{\""u8))
        {
            return false;
        }

        var isCopied = TrySkip("S\":"u8) || TrySkip("B\":"u8) ? TryCopyText()
            : TrySkip("N\":"u8) ? TryCopyNumber()
            : TrySkip("M\":{"u8) ? TryCopyMembers(levels)
            : TrySkip("L\":["u8) ? TryCopyItems(levels)
            : TrySkip("BOOL\":true"u8) ? Write("true"u8)
            : TrySkip("BOOL\":false"u8) ? Write("false"u8)
            : TrySkip("NULL\":true"u8) && Write("null"u8);
        return isCopied && TrySkip("}"u8);
    }

    private bool TryCopyMembers(int levels)
    {
        Write("{"u8);
        for (var isFirst = true; !TrySkip("}"u8); isFirst = false)
        {
            if (!(isFirst || TryMove((byte)',')) || !TryCopyText() || !TryMove((byte)':') || !TryCopyValue(levels - 1))
            {
                return false;
            }
        }

        return Write("}"u8);
    }

    private bool TryCopyItems(int levels)
    {
        Write("["u8);
        for (var isFirst = true; !TrySkip("]"u8); isFirst = false)
        {
            if (!(isFirst || TryMove((byte)',')) || !TryCopyValue(levels - 1))
            {
                return false;
            }
        }

        return Write("]"u8);
    }

    private bool TryCopyText()
    {
        var rest = _json[_position..];
        if (rest is not [(byte)'"', ..])
        {
            return false;
        }

        var end = 1;
        while (true)
        {
            var length = rest[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                return false;
            }

            end += length;
            if (rest[end] == (byte)'"')
            {
                _position += end + 1;
                return Write(rest[..(end + 1)]);
            }

            end += 2;
            if (end > rest.Length)
            {
                return false;
            }
        }
    }

    /// <summary>Copies a number in plain notation. Exponents and needless zeros have to be brought into the form that every type can parse.</summary>
    private bool TryCopyNumber()
    {
        var rest = _json[_position..];
        var length = rest.IsEmpty ? -1 : rest[1..].IndexOf((byte)'"');
        if (length <= 0 || rest[0] != (byte)'"')
        {
            return false;
        }

        var digits = rest.Slice(1, length);
        if (!IsCanonical(digits))
        {
            return false;
        }

        _position += length + 2;
        return Write(digits);
    }

    // Not all that are: very small fractions have an exponent in their canonical form.
    private static bool IsCanonical(ReadOnlySpan<byte> digits)
    {
        var unsigned = digits[0] == (byte)'-' ? digits[1..] : digits;
        var point = unsigned.IndexOf((byte)'.');
        var whole = point < 0 ? unsigned : unsigned[..point];
        var fraction = point < 0 ? default : unsigned[(point + 1)..];
        return !whole.IsEmpty
            && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (whole.Length == 1 || whole[0] != (byte)'0')
            && (point < 0 || (fraction is [not (byte)'0', ..] && !fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9') && fraction[^1] != (byte)'0'))
            && (unsigned.Length == digits.Length || unsigned is not [(byte)'0']);
    }

    private bool TryMove(byte separator)
    {
        if (_position >= _json.Length || _json[_position] != separator)
        {
            return false;
        }

        _position++;
        _output[Length++] = separator;
        return true;
    }

    private bool TrySkip(scoped ReadOnlySpan<byte> expected)
    {
        if (!_json[_position..].StartsWith(expected))
        {
            return false;
        }

        _position += expected.Length;
        return true;
    }

    private bool Write(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_output[Length..]);
        Length += text.Length;
        return true;
    }
}
