using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields.Tracking;

/// <summary>Limits the size of a session, as counted by DynamoDB.</summary>
internal static class FieldSizes
{
    private const int Listed = 5;

    // 38 digits, two in a byte, and two more.
    private const int LargestNumber = 21;

    public static void ThrowIfLargerThan(long maxBytes, IReadOnlyDictionary<string, SessionValue> before, IReadOnlyDictionary<string, SessionValue> after)
    {
        if (after is IBoundedFields bounded && bounded.LargestSize <= maxBytes)
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

    /// <summary>Returns by how much changes can make a session larger, whatever it contains.</summary>
    public static long LargestGrowth(SessionChanges changes)
    {
        var growth = 0L;
        foreach (var (name, change) in changes.Fields)
        {
            growth += change switch
            {
                { Kind: SessionChangeKind.Remove } => 0,

                // The sum may have more digits than the number that is added.
                { Kind: SessionChangeKind.Increment } => Encoding.UTF8.GetByteCount(name) + LargestNumber,
                _ => SizeOf(name, change.Value!),
            };
        }

        return growth;
    }

    public static int SizeOf(IReadOnlyDictionary<string, SessionValue> fields) => fields.Sum(field => SizeOf(field.Key, field.Value));

    private static int SizeOf(string name, SessionValue value) => Encoding.UTF8.GetByteCount(name) + value.GetSize();
}
