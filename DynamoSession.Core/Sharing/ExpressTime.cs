using System.Globalization;

namespace DynamoSession.Core.Sharing;

/// <summary>Writes moments as JavaScript's <c>toISOString</c> does.</summary>
internal static class ExpressTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
