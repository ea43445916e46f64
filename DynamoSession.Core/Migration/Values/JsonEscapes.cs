using System.Buffers.Text;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Inspects escaped JSON strings. The parser reports a lone surrogate with an exception, which would be expensive for thousands of strings.</summary>
internal static class JsonEscapes
{
    /// <summary>Whether an escape is a lone surrogate, which neither UTF-8 nor DynamoDB can represent.</summary>
    /// <param name="escaped">The content of a well-formed JSON string.</param>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        var expectsLowSurrogate = false;
        while (escaped.IndexOf((byte)'\\') is >= 0 and var index)
        {
            if (expectsLowSurrogate && index > 0)
            {
                return true;
            }

            var unit = UnitAt(escaped[(index + 1)..], out var length);
            escaped = escaped[(index + 1 + length)..];
            if (expectsLowSurrogate != char.IsLowSurrogate(unit))
            {
                return true;
            }

            expectsLowSurrogate = char.IsHighSurrogate(unit);
        }

        return expectsLowSurrogate;
    }

    /// <summary>Returns the UTF-16 code unit of an escape. Its exact value matters only for \u.</summary>
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
