using System.Globalization;
using Spectre.Console;

namespace SessionTool.Output;

/// <summary>How values are written for people.</summary>
internal static class Shown
{
    private const string Nothing = "-";

    /// <summary>Returns the cell of a table, in which nothing is taken for markup.</summary>
    public static Text Cell(string? text) => new(Text(text));

    public static string Text(string? text) => string.IsNullOrEmpty(text) ? Nothing : Printable.Of(text);

    public static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Units(double number) => number.ToString("N1", CultureInfo.InvariantCulture);

    /// <summary>Returns a time in UTC.</summary>
    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Span(TimeSpan? span) => span?.ToString("c", CultureInfo.InvariantCulture) ?? Nothing;

    public static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        return table;
    }
}
