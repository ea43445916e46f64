using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Reads the expiry of a legacy record: seconds or milliseconds, with or without fraction, as a number or as text.</summary>
internal static class LegacyTime
{
    // As seconds, this is after the year 5100; as milliseconds, before 1974.
    private const double LargestSeconds = 1e11;

    private static readonly double Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="item">The record.</param>
    /// <param name="attribute">The attribute that holds the time.</param>
    /// <param name="time">The time; <see langword="null"/> if the attribute is missing, NULL or an empty string, as legacy packages read it.</param>
    /// <returns>Whether the attribute is valid or there is no time.</returns>
    public static bool TryRead(IReadOnlyDictionary<string, SessionValue> item, string attribute, out DateTimeOffset? time)
    {
        time = null;
        if (!item.TryGetValue(attribute, out var value)
            || value.Kind == SessionValueKind.Null
            || (value.Kind == SessionValueKind.String && DynamoDbJson.Scalar(value).IsEmpty))
        {
            return true;
        }

        if (value.Kind is not (SessionValueKind.Number or SessionValueKind.String) || !TryParse(DynamoDbJson.Scalar(value), out var number))
        {
            return false;
        }

        var milliseconds = number > LargestSeconds ? number : number * 1000;
        time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(Math.Clamp(milliseconds, Earliest, Latest)));
        return true;
    }

    /// <summary>Returns the earlier of two times; <see langword="null"/> means never.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right < left ? right ?? left : left;

    private static bool TryParse(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(Encoding.UTF8.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);
}
