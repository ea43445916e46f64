using System.Globalization;
using System.Runtime.CompilerServices;

namespace DynamoSession.Tests.Support;

/// <summary>
/// A culture that differs from the invariant one in almost everything: it writes 1.234,5 and −1, and dates with dots and the years of the
/// Buddhist calendar. The whole test run uses it, so that code which formats or parses with the current culture fails a test.
/// </summary>
/// <remarks>It is built by hand, because a machine without ICU only has the invariant culture.</remarks>
internal static class ForeignCulture
{
    public static CultureInfo Instance { get; } = Create();

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();

        var numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.CurrencyDecimalSeparator = numbers.PercentDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.CurrencyGroupSeparator = numbers.PercentGroupSeparator = ".";
        numbers.NegativeSign = "\u2212";
        numbers.PositiveSign = "p";
        numbers.NaNSymbol = "no number";
        numbers.PositiveInfinitySymbol = "endless";
        numbers.NegativeInfinitySymbol = "\u2212endless";

        var dates = culture.DateTimeFormat;
        dates.DateSeparator = ".";
        dates.TimeSeparator = ".";
        dates.AMDesignator = "before noon";
        dates.PMDesignator = "after noon";
        dates.ShortDatePattern = "dd.MM.yyyy";
        dates.LongTimePattern = "HH.mm.ss";

        // The property accepts only the culture's own calendars, and the invariant culture has a single one.
        CalendarOf(dates) = new ThaiBuddhistCalendar();
        return CultureInfo.ReadOnly(culture);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "calendar")]
    private static extern ref Calendar CalendarOf(DateTimeFormatInfo format);
}
