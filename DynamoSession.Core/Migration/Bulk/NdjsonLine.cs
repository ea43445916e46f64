using System.Globalization;
using System.Text;
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

    // A session may be nested deeply, and JsonFields decides what that means. The reader is not recursive.
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = int.MaxValue };

    public static LegacyRecord Read(string line, string name, DateTimeOffset now)
    {
        try
        {
            return ReadMembers(Encoding.UTF8.GetBytes(line)) is { Id: { Length: > 0 } id, Session: { } session } members
                ? ToRecord(ItemOf(session, members.Expires), id, name, now)
                : Skipped(name, SkipReason.Corrupt);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or text with a lone surrogate.
            return Skipped(name, SkipReason.Corrupt);
        }
    }

    /// <returns>The members, the last of several with the same name; null if the line is not an object, or a member has the wrong type.</returns>
    private static Members? ReadMembers(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Reading);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var members = new Members();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isId, isSession, isExpires) = (reader.ValueTextEquals("sid"u8), reader.ValueTextEquals("session"u8), reader.ValueTextEquals("expires"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var type = reader.TokenType;
            var text = isId || isSession || isExpires ? TextOf(ref reader) : null;
            reader.Skip();
            members = members with
            {
                Id = isId ? text : members.Id,

                // Most databases store it as text; some export it as an object.
                Session = !isSession ? members.Session : type == JsonTokenType.StartObject ? Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed]) : text,
                Expires = isExpires ? text : members.Expires,
                IsValid = members.IsValid && !(isExpires && text is null && type != JsonTokenType.Null),
            };
        }

        // Throws if anything follows the object.
        reader.Read();
        return members.IsValid ? members : null;
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    private static Dictionary<string, SessionValue> ItemOf(string session, string? expires)
    {
        var item = new Dictionary<string, SessionValue>(StringComparer.Ordinal) { ["sess"] = RecordValues.Text(session) };
        if (expires is not null)
        {
            item["expires"] = RecordValues.Text(ExpiryOf(expires));
        }

        return item;
    }

    private static LegacyRecord ToRecord(Dictionary<string, SessionValue> item, string id, string name, DateTimeOffset now) =>
        ExpressRecord.Read(item, Format, now, mayExpireWithCookie: true) switch
        {
            { Session: { } session } => new() { Name = name, Id = id, Session = session },
            { Status: LegacySessionStatus.Expired } => Skipped(name, SkipReason.Expired),
            _ => Skipped(name, SkipReason.Corrupt),
        };

    private static LegacyRecord Skipped(string name, string reason) => new() { Name = name, Skipped = reason };

    /// <returns>Seconds or milliseconds; or the unchanged text, which makes the record corrupt.</returns>
    private static string ExpiryOf(string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiry)
            ? expiry.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : text;

    private sealed record Members
    {
        public string? Id { get; init; }

        public string? Session { get; init; }

        public string? Expires { get; init; }

        public bool IsValid { get; init; } = true;
    }
}
