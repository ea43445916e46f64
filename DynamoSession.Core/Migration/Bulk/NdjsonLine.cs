using System.Globalization;
using System.Text.Json;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Migration.Bulk;

/// <summary>
/// Reads a line that holds a session of express-session, as if it were a record of connect-dynamodb. A line without an expiry, exported
/// from a store that keeps it elsewhere, expires with its cookie.
/// </summary>
internal static class NdjsonLine
{
    private const ExpressFormat Format = ExpressFormat.ConnectDynamoDb;

    public static LegacyRecord Read(string line, string name, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new() { MaxDepth = int.MaxValue });
            var root = document.RootElement;
            if (root.GetProperty("sid").GetString() is not { Length: > 0 } id || TextOf(root.GetProperty("session")) is not { } session)
            {
                return Skipped(name, SkipReason.Corrupt);
            }

            var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["sess"] = RecordValues.Text(session) };
            if (root.TryGetProperty("expires", out var expires) && expires.ValueKind != JsonValueKind.Null)
            {
                item["expires"] = RecordValues.Text(ExpiryOf(expires));
            }

            return ToRecord(item, id, name, now);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not JSON, not an object, or a member is missing or has the wrong type.
            return Skipped(name, SkipReason.Corrupt);
        }
    }

    private static LegacyRecord ToRecord(Dictionary<string, SessionValue> item, string id, string name, DateTimeOffset now) =>
        ExpressRecord.Read(item, Format, now, mayExpireWithCookie: true) switch
        {
            { Session: { } session } => new() { Name = name, Id = id, Session = session },
            { Status: LegacySessionStatus.Expired } => Skipped(name, SkipReason.Expired),
            _ => Skipped(name, SkipReason.Corrupt),
        };

    private static LegacyRecord Skipped(string name, string reason) => new() { Name = name, Skipped = reason };

    /// <summary>Most databases store it as text; some export it as an object.</summary>
    private static string? TextOf(JsonElement session) => session.ValueKind switch
    {
        JsonValueKind.String => session.GetString(),
        JsonValueKind.Object => session.GetRawText(),
        _ => null,
    };

    /// <returns>Seconds or milliseconds; or the unchanged text, which makes the record corrupt.</returns>
    private static string ExpiryOf(JsonElement expires)
    {
        var text = expires.ValueKind == JsonValueKind.Number ? expires.GetRawText() : expires.GetString()!;
        return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiry)
                ? expiry.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
                : text;
    }
}
