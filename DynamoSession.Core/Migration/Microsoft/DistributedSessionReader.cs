using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Migration.Microsoft;

/// <summary>
/// Parses a session of ASP.NET Core's own middleware. All numbers are big-endian: format 2 (1 byte), number of entries (3), id (16), and for
/// each entry the length of its key (2), the key in UTF-8, the length of its value (4), the value.
/// </summary>
internal static class DistributedSessionReader
{
    private const byte Format = 2;
    private const int HeaderBytes = 1 + 3 + 16;

    /// <returns>The entries as fields; <see langword="null"/> if the bytes are not exactly one session.</returns>
    public static ConvertedFields? Read(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < HeaderBytes || blob[0] != Format)
        {
            return null;
        }

        var fields = new ConvertedFields();
        var count = (blob[1] << 16) | (blob[2] << 8) | blob[3];
        var rest = blob[HeaderBytes..];
        for (; count > 0; count--)
        {
            if (!TryTakeKey(ref rest, out var key) || !TryTakeValue(ref rest, out var value))
            {
                return null;
            }

            fields.Add(key, SessionFieldCodec.FromBytes(value));
        }

        return rest.IsEmpty ? fields : null;
    }

    private static bool TryTakeKey(ref ReadOnlySpan<byte> rest, out string key)
    {
        key = "";
        if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length) || !TryTake(ref rest, sizeof(ushort), length, out var utf8) || !Utf8.IsValid(utf8))
        {
            return false;
        }

        key = Encoding.UTF8.GetString(utf8);
        return true;
    }

    private static bool TryTakeValue(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        return BinaryPrimitives.TryReadInt32BigEndian(rest, out var length) && TryTake(ref rest, sizeof(int), length, out value);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int start, int length, out ReadOnlySpan<byte> taken)
    {
        if (length < 0 || length > rest.Length - start)
        {
            taken = default;
            return false;
        }

        taken = rest.Slice(start, length);
        rest = rest[(start + length)..];
        return true;
    }
}
