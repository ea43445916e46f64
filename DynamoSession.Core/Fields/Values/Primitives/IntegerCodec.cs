using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace DynamoSession.Core.Fields.Values.Primitives;

internal sealed class IntegerCodec<T> : PrimitiveCodec<T>
    where T : struct, IBinaryInteger<T>
{
    // An Int128 has a sign and 39 digits.
    private const int MaxLength = 40;

    public override SessionValue Encode(string field, T value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return DynamoDbJson.Number(Numbers.Canonical(field, text[..length], stackalloc byte[DecimalNumber.MaxTextLength]));
    }

    public override bool TryDecode(SessionValue value, out T result)
    {
        switch (value.Kind)
        {
            case SessionValueKind.Number:
                var text = Numbers.CanonicalOrUnchanged(DynamoDbJson.Scalar(value), stackalloc byte[DecimalNumber.MaxTextLength]);
                return T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result);
            case SessionValueKind.Binary when typeof(T) == typeof(int) && ByteView.Decode(value) is { Length: sizeof(int) } bytes:
                // Written by ISession's SetInt32.
                result = T.CreateChecked(BinaryPrimitives.ReadInt32BigEndian(bytes));
                return true;
            default:
                result = default;
                return false;
        }
    }
}
