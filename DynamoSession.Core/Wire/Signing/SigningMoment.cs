using System.Globalization;

namespace DynamoSession.Core.Wire.Signing;

/// <summary>The time of a signature, in the two forms that it is written in.</summary>
/// <param name="Date">The day, as <c>20150830</c>.</param>
/// <param name="Time">The second, as <c>20150830T123600Z</c>: the value of the header X-Amz-Date.</param>
internal readonly record struct SigningMoment(string Date, string Time)
{
    public static SigningMoment At(DateTime utc)
    {
        var time = utc.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return new(time[..8], time);
    }
}
