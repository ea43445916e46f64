using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Reads the moments at which old records end: seconds or milliseconds, whole or not, as a number or as text.</summary>
internal static class LegacyTime
{
    // As seconds it would be after the year 5100, as milliseconds before 1974.
    private const double FirstMilliseconds = 1e11;

    private static readonly double Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="item">The record.</param>
    /// <param name="attribute">Where the moment is.</param>
    /// <param name="end">The moment; <see langword="null"/> when there is none, which is what a missing attribute or a NULL says.</param>
    /// <returns>Whether the attribute could be understood.</returns>
    public static bool TryRead(IReadOnlyDictionary<string, SessionValue> item, string attribute, out DateTimeOffset? end)
    {
        end = null;
        if (!item.TryGetValue(attribute, out var value) || value.Kind == SessionValueKind.Null)
        {
            return true;
        }

        if (value.Kind is not (SessionValueKind.Number or SessionValueKind.String) || !TryParse(DynamoDbJson.Scalar(value), out var number))
        {
            return false;
        }

        var milliseconds = number > FirstMilliseconds ? number : number * 1000;
        end = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(Math.Clamp(milliseconds, Earliest, Latest)));
        return true;
    }

    /// <summary>Returns the earlier of two ends.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right < left ? right ?? left : left;

    private static bool TryParse(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(Encoding.UTF8.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);
}
