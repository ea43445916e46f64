namespace DynamoSession.Core.Fields.Values;

internal readonly partial record struct DecimalNumber
{
    // Out of range whatever the digits are, and far from an overflow.
    private const int ExponentLimit = 100_000_000;

    /// <summary>Parses a decimal number: sign, digits with at most one point, exponent.</summary>
    public static NumberProblem TryParse(ReadOnlySpan<byte> text, out DecimalNumber number)
    {
        number = default;

        var isNegative = text is [(byte)'-', ..];
        var rest = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;

        UInt128 digits = 0;
        var digitCount = 0;
        var pendingZeros = 0;
        var fractionDigits = 0;
        var hasPoint = false;
        var hasDigit = false;
        var tooManyDigits = false;
        var index = 0;
        for (; index < rest.Length && (char.IsAsciiDigit((char)rest[index]) || (rest[index] == '.' && !hasPoint)); index++)
        {
            if (rest[index] == '.')
            {
                hasPoint = true;
                continue;
            }

            hasDigit = true;
            fractionDigits += hasPoint ? 1 : 0;
            if (rest[index] == '0')
            {
                // Zeros count only if another digit follows; leading zeros never do.
                pendingZeros += digitCount > 0 ? 1 : 0;
                continue;
            }

            digitCount += pendingZeros + 1;
            tooManyDigits |= digitCount > MaxDigits;
            if (!tooManyDigits)
            {
                digits = (digits * PowerOfTen(pendingZeros + 1)) + (uint)(rest[index] - '0');
            }

            pendingZeros = 0;
        }

        if (!hasDigit || !TryParseExponent(rest[index..], out var exponent))
        {
            return NumberProblem.Malformed;
        }

        if (digitCount == 0)
        {
            return NumberProblem.None;
        }

        exponent += pendingZeros - fractionDigits;
        if (tooManyDigits)
        {
            return NumberProblem.TooManyDigits;
        }

        number = new DecimalNumber(isNegative, digits, exponent);
        return (exponent + digitCount - 1) switch
        {
            > MaxMagnitude => NumberProblem.TooLarge,
            < MinMagnitude => NumberProblem.TooSmall,
            _ => NumberProblem.None,
        };
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        var isNegative = text is [_, (byte)'-', ..];
        var digits = text[(text is [_, (byte)'-' or (byte)'+', ..] ? 2 : 1)..];
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentLimit);
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }
}
