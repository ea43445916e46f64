using System.Globalization;
using System.Runtime.CompilerServices;

namespace DynamoSession.Tests.Support;

/// <summary>
/// A culture that writes almost nothing as the invariant one does: 1.234,5 and −1, dates of the Buddhist calendar with dots. The whole
/// run is in it, so that whatever is parsed or formatted by the culture of a thread fails the test that sees it.
/// </summary>
/// <remarks>
/// Made by hand, because a machine without ICU has no other culture than the invariant one, to which the SDK may be set, too.
/// </remarks>
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

        // Its setter takes only the calendars that the culture has, and the invariant one has a single one.
        CalendarOf(dates) = new ThaiBuddhistCalendar();
        return CultureInfo.ReadOnly(culture);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "calendar")]
    private static extern ref Calendar CalendarOf(DateTimeFormatInfo format);
}
