namespace Storefront;

internal static class TimeInWords
{
    // TouchAfter in appsettings.json is two minutes, so a shorter time would claim more precision than there is.
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(5);

    public static string Ago(TimeSpan time) => time switch
    {
        _ when time < JustNow => "just now",
        _ when time < TimeSpan.FromHours(1) => Count(time.TotalMinutes, "minute"),
        _ when time < TimeSpan.FromDays(1) => Count(time.TotalHours, "hour"),
        _ => Count(time.TotalDays, "day"),
    };

    private static string Count(double count, string unit) => (int)count == 1 ? $"1 {unit} ago" : $"{(int)count} {unit}s ago";
}
