using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace DynamoSession.Core.Fields.Values;

/// <summary>Operations on DynamoDB's numbers: decimal, 38 digits, 1E-130 to 9.99...E+125.</summary>
internal static class Numbers
{
    // Longer than any number in canonical form.
    private const int LongestOnStack = 256;

    /// <summary>Returns whether the text is a number that DynamoDB can store.</summary>
    public static bool IsNumber([NotNullWhen(true)] string? text)
    {
        if (text is null)
        {
            return false;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        var utf8 = longest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[longest];
        utf8 = utf8[..Encoding.UTF8.GetBytes(text, utf8)];
        return IsCanonicalInteger(utf8) || DecimalNumber.TryParse(utf8, out _) == NumberProblem.None;
    }

    /// <summary>Returns a number's canonical text, so that every table returns the same text.</summary>
    /// <param name="field">The field's name, for the message.</param>
    /// <param name="text">A decimal number in any notation.</param>
    /// <param name="buffer">At least <see cref="DecimalNumber.MaxTextLength"/> bytes.</param>
    /// <exception cref="ArgumentException">DynamoDB cannot store the number exactly.</exception>
    public static ReadOnlySpan<byte> Canonical(string field, ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        if (IsCanonicalInteger(text))
        {
            return text;
        }

        var problem = DecimalNumber.TryParse(text, out var number);
        return problem == NumberProblem.None ? buffer[..number.Format(buffer)] : throw FieldErrors.Number(field, problem);
    }

    /// <summary>Returns the canonical text of a stored number, or the unchanged text if it is not a number.</summary>
    public static ReadOnlySpan<byte> CanonicalOrUnchanged(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        return !IsCanonicalInteger(text) && DecimalNumber.TryParse(text, out var number) == NumberProblem.None
            ? buffer[..number.Format(buffer)]
            : text;
    }

    /// <summary>Encodes a number, which DynamoDB can always store because it has 29 digits at most.</summary>
    public static SessionValue Encode(decimal number)
    {
        var text = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        return DynamoDbJson.Number(Canonical(field: "", text, stackalloc byte[DecimalNumber.MaxTextLength]));
    }

    /// <summary>Returns the exact sum.</summary>
    /// <param name="field">The field's name, for the message.</param>
    /// <param name="left">A number.</param>
    /// <param name="right">A number.</param>
    /// <exception cref="ArgumentException">The sum needs more than 38 digits or is out of DynamoDB's range.</exception>
    public static SessionValue Add(string field, SessionValue left, SessionValue right)
    {
        var first = Parse(DynamoDbJson.Scalar(left));
        var second = Parse(DynamoDbJson.Scalar(right));

        var exponent = Math.Min(first.Exponent, second.Exponent);
        var sum = Scaled(first, exponent) + Scaled(second, exponent);

        // A sum with too many digits may end in zeros, so the text of the sum is validated.
        var text = Encoding.ASCII.GetBytes($"{sum.ToString(CultureInfo.InvariantCulture)}E{exponent.ToString(CultureInfo.InvariantCulture)}");
        return DynamoDbJson.Number(Canonical(field, text, stackalloc byte[DecimalNumber.MaxTextLength]));
    }

    /// <summary>Parses the text of a stored number.</summary>
    /// <exception cref="FormatException">The text is not a DynamoDB number.</exception>
    private static DecimalNumber Parse(ReadOnlySpan<byte> text) => DecimalNumber.TryParse(text, out var number) == NumberProblem.None
        ? number
        : throw new FormatException("The stored value is not a DynamoDB number.");

    private static BigInteger Scaled(DecimalNumber number, int exponent)
    {
        var magnitude = (BigInteger)number.Digits * BigInteger.Pow(10, number.Exponent - exponent);
        return number.IsNegative ? -magnitude : magnitude;
    }

    // The most frequent case, which needs no parsing.
    private static bool IsCanonicalInteger(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return digits.Length is > 0 and <= DecimalNumber.MaxDigits
            && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (digits[0] != '0' || text.SequenceEqual("0"u8));
    }
}
