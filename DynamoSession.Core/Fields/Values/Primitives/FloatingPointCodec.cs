using System.Globalization;
using System.Numerics;

namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class FloatingPointCodec<T> : PrimitiveCodec<T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    // The longest round-trip text is shorter, for example -1.7976931348623157E+308.
    private const int MaxLength = 32;

    public override SessionValue Encode(string field, T value)
    {
        if (!T.IsFinite(value))
        {
            throw FieldErrors.NotFinite(field);
        }

        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        return DynamoDbJson.Number(Numbers.Canonical(field, text[..length], stackalloc byte[DecimalNumber.MaxTextLength]));
    }

    public override bool TryDecode(SessionValue value, out T result)
    {
        result = default;
        return value.Kind == SessionValueKind.Number
            && T.TryParse(DynamoDbJson.Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture, out result)
            && T.IsFinite(result);
    }
}
