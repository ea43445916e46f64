using System.Globalization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Appends ASCII text to a buffer that is large enough for all of it.</summary>
internal ref struct AsciiBuilder(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public void Append(byte character) => _destination[Length++] = character;

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }

    public void Append(int number)
    {
        number.TryFormat(_destination[Length..], out var written, default, CultureInfo.InvariantCulture);
        Length += written;
    }

    public void AppendZeros(int count)
    {
        _destination.Slice(Length, count).Fill((byte)'0');
        Length += count;
    }
}
