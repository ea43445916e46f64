using System.Globalization;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// A number as DynamoDB stores it: up to 38 decimal digits and a power of ten. Instances are equal if their values are, because
/// trailing zeros are always moved into the exponent and zero has a single form.
/// </summary>
internal readonly partial record struct DecimalNumber(bool IsNegative, UInt128 Digits, int Exponent)
{
    public const int MaxDigits = 38;

    /// <summary>The power of ten of the first digit of the largest number, 9.99...E+125.</summary>
    public const int MaxMagnitude = 125;

    /// <summary>The power of ten of the smallest number, 1E-130.</summary>
    public const int MinMagnitude = -130;

    /// <summary>The buffer size that fits every canonical text; the longest is an integer of 126 digits with a sign.</summary>
    public const int MaxTextLength = 128;

    // Below this, a fraction is shorter with an exponent.
    private const int MinPlainMagnitude = -7;

    /// <summary>Gets the number of significant digits; 0 for zero.</summary>
    public int DigitCount
    {
        get
        {
            var count = 0;
            for (var rest = Digits; rest != 0; rest /= 10)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>
    /// Writes the number's canonical text: integers without an exponent, no redundant zeros, small fractions as <c>1.5E-9</c>.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxTextLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int Format(Span<byte> destination)
    {
        Span<byte> buffer = stackalloc byte[MaxDigits + 1];
        Digits.TryFormat(buffer, out var count, default, CultureInfo.InvariantCulture);
        var digits = buffer[..count];

        var text = new AsciiBuilder(destination);
        if (IsNegative)
        {
            text.Append((byte)'-');
        }

        var magnitude = Exponent + count - 1;
        if (Exponent >= 0)
        {
            text.Append(digits);
            text.AppendZeros(Exponent);
        }
        else if (magnitude >= 0)
        {
            text.Append(digits[..(magnitude + 1)]);
            text.Append((byte)'.');
            text.Append(digits[(magnitude + 1)..]);
        }
        else if (magnitude >= MinPlainMagnitude)
        {
            text.Append("0."u8);
            text.AppendZeros(-magnitude - 1);
            text.Append(digits);
        }
        else
        {
            text.Append(digits[0]);
            if (count > 1)
            {
                text.Append((byte)'.');
                text.Append(digits[1..]);
            }

            text.Append("E-"u8);
            text.Append(-magnitude);
        }

        return text.Length;
    }
}
