using System.Globalization;

namespace DynamoSession.Core.Sharing;

/// <summary>Formats times like JavaScript's <c>toISOString</c>.</summary>
internal static class ExpressTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
