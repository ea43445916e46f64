using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Unicode;

namespace DynamoSession.Core.Fields.Values;

/// <summary>
/// The byte view of fields, for the untyped bytes of ISession. Text is stored readably; bytes are always returned exactly as they were
/// written.
/// </summary>
internal static class ByteView
{
    // The C0 controls except tab, line feed and carriage return; and DEL.
    private static readonly SearchValues<byte> ControlCharacters = SearchValues.Create(
        0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127);

    public static SessionValue Encode(ReadOnlySpan<byte> bytes)
    {
        // Four bytes may come from SetInt32, and a reader then expects a number.
        var isText = bytes.Length != sizeof(int) && IsText(bytes);
        return isText ? DynamoDbJson.Text(bytes) : DynamoDbJson.Binary(bytes);
    }

    /// <summary>Whether the bytes are text that a person can read.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !HasControlCharacters(bytes);

    public static byte[] Decode(SessionValue value) => value.Kind switch
    {
        SessionValueKind.String => DynamoDbJson.Scalar(value).ToArray(),
        SessionValueKind.Number => DecodeNumber(value),
        SessionValueKind.Binary => DynamoDbJson.ContentOf(value).GetBytesFromBase64(),
        _ => DynamoDbToJson.Convert(value),
    };

    private static byte[] DecodeNumber(SessionValue value)
    {
        var text = Numbers.CanonicalOrUnchanged(DynamoDbJson.Scalar(value), stackalloc byte[DecimalNumber.MaxTextLength]);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return text.ToArray();
        }

        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static bool HasControlCharacters(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAny(ControlCharacters))
        {
            return true;
        }

        // The C1 controls U+0080 to U+009F are C2 followed by 80 to 9F.
        while (utf8.IndexOf((byte)0xC2) is >= 0 and var index)
        {
            if (utf8[index + 1] <= 0x9F)
            {
                return true;
            }

            utf8 = utf8[(index + 2)..];
        }

        return false;
    }
}
