using System.Globalization;

namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class DecimalCodec : PrimitiveCodec<decimal>
{
    // A sign, a decimal point and 29 digits.
    private const int MaxLength = 32;

    public override SessionValue Encode(string field, decimal value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return DynamoDbJson.Number(Numbers.Canonical(field, Format(value, text), stackalloc byte[DecimalNumber.MaxTextLength]));
    }

    public override bool TryDecode(SessionValue value, out decimal result)
    {
        result = 0;
        if (value.Kind != SessionValueKind.Number)
        {
            return false;
        }

        // Parsing silently rounds to 28 decimals, but a decimal must be read without losing a digit.
        var text = DynamoDbJson.Scalar(value);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out result)
            && DecimalNumber.TryParse(text, out var stored) == NumberProblem.None
            && DecimalNumber.TryParse(Format(result, stackalloc byte[MaxLength]), out var read) == NumberProblem.None
            && stored == read;
    }

    private static ReadOnlySpan<byte> Format(decimal value, Span<byte> text)
    {
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return text[..length];
    }
}
