using System.Buffers;
using System.Text;

namespace DynamoSession.Core.Wire.Signing;

/// <summary>A text of ASCII and UTF-8 that is only hashed. It is built on the stack, and in a rented array if it grows; the array is cleared.</summary>
/// <param name="initial">Where it is built at first.</param>
internal ref struct Utf8Text(Span<byte> initial)
{
    private Span<byte> _bytes = initial;
    private byte[]? _rented;
    private int _length;

    /// <summary>Gets what was appended. It is valid until the next call.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

    public void Append(string text)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        _length += Encoding.UTF8.GetBytes(text, Reserve(longest));
    }

    public void Append(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _length += utf8.Length;
    }

    /// <summary>Appends two lower-case digits for each byte.</summary>
    public void AppendHex(scoped ReadOnlySpan<byte> bytes)
    {
        // It cannot fail: there is room for all digits.
        _ = Convert.TryToHexStringLower(bytes, Reserve(bytes.Length * 2), out var written);
        _length += written;
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;

            // It may contain a session token.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + length));
            Written.CopyTo(larger);
            Dispose();
            _bytes = _rented = larger;
        }

        return _bytes[_length..];
    }
}
