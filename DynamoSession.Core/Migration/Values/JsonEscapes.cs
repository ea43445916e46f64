using System.Buffers.Text;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Looks into a JSON string as it stands in the text. The parser says it with an exception, which thousands of strings could make dear.</summary>
internal static class JsonEscapes
{
    /// <summary>Whether one of the escapes is half of a surrogate pair, for which UTF-8, and so DynamoDB, has nothing.</summary>
    /// <param name="escaped">The inside of a well-formed JSON string.</param>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        var awaitsLow = false;
        while (escaped.IndexOf((byte)'\\') is >= 0 and var index)
        {
            if (awaitsLow && index > 0)
            {
                return true;
            }

            var unit = UnitAt(escaped[(index + 1)..], out var length);
            escaped = escaped[(index + 1 + length)..];
            if (awaitsLow != char.IsLowSurrogate(unit))
            {
                return true;
            }

            awaitsLow = char.IsHighSurrogate(unit);
        }

        return awaitsLow;
    }

    /// <summary>Returns the character after a backslash; which one matters only for \u.</summary>
    private static char UnitAt(ReadOnlySpan<byte> escape, out int length)
    {
        if (escape[0] != 'u')
        {
            length = 1;
            return (char)escape[0];
        }

        length = 5;
        return Utf8Parser.TryParse(escape[1..length], out ushort unit, out _, 'x') ? (char)unit : default;
    }
}
