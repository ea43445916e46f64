using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields.Tracking;

/// <summary>Limits the size of a session, as counted by DynamoDB.</summary>
internal static class FieldSizes
{
    private const int Listed = 5;

    // 38 digits, two in a byte, and two more.
    private const int LargestNumberBytes = 21;

    /// <summary>Returns a size that the fields do not exceed, if it is known without measuring them; otherwise, more than any session has.</summary>
    public static long BoundOf(IReadOnlyDictionary<string, SessionValue> fields) =>
        fields is IBoundedFields bounded ? bounded.LargestSize : fields.Count == 0 ? 0 : long.MaxValue / 2;

    public static void ThrowIfLargerThan(long maxBytes, IReadOnlyDictionary<string, SessionValue> before, IReadOnlyDictionary<string, SessionValue> after)
    {
        if (BoundOf(after) <= maxBytes)
        {
            return;
        }

        var size = SizeOf(after);

        // A session that is already too large, because the limit was lowered, may still be reduced.
        if (size <= maxBytes || size <= SizeOf(before))
        {
            return;
        }

        var largest = after
            .Select(field => (field.Key, Size: SizeOf(field.Key, field.Value)))
            .OrderByDescending(field => field.Size)
            .Take(Listed)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"'{PrintableText.Of(field.Key)}' {field.Size:N0}"));
        throw new SessionTooLargeException(string.Create(
            CultureInfo.InvariantCulture,
            $"The session has {size:N0} bytes; at most {maxBytes:N0} are allowed (MaxSessionBytes). The largest fields: {string.Join(", ", largest)}. Store large data elsewhere and its key in the session, or raise the limit."));
    }

    public static int SizeOf(IReadOnlyDictionary<string, SessionValue> fields) => fields.Sum(field => SizeOf(field.Key, field.Value));

    /// <summary>Returns the size of a field that contains the largest number.</summary>
    public static int LargestNumber(string name) => Encoding.UTF8.GetByteCount(name) + LargestNumberBytes;

    public static int SizeOf(string name, SessionValue value) => Encoding.UTF8.GetByteCount(name) + value.GetSize();
}
