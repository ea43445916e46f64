using System.Globalization;

namespace DynamoSession.Core.Wire.Signing;

/// <summary>The time of a signature, in the two forms that it is written in.</summary>
/// <param name="Date">The day, as <c>20150830</c>.</param>
/// <param name="Time">The second, as <c>20150830T123600Z</c>: the value of the header X-Amz-Date.</param>
internal sealed record SigningMoment(string Date, string Time)
{
    // Many requests are signed in one second.
    private static volatile Second? _last;

    public static SigningMoment At(DateTime utc)
    {
        var number = utc.Ticks / TimeSpan.TicksPerSecond;
        if (_last is { } last && last.Number == number)
        {
            return last.Moment;
        }

        var time = utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var moment = new SigningMoment(time[..8], time);
        _last = new Second(number, moment);
        return moment;
    }

    private sealed record Second(long Number, SigningMoment Moment);
}
