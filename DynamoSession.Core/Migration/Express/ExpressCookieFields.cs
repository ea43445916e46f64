using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Express;

/// <summary>The settings of its cookie that express-session stores in the session.</summary>
/// <param name="cookie">The members of the session's <c>cookie</c> object.</param>
internal sealed class ExpressCookieFields(Dictionary<string, SessionValue> cookie)
{
    // Far beyond any real cookie, and still safe to add to a date.
    private static readonly TimeSpan LongestMaxAge = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>Gets whether <c>dynamodb-store</c> wrote the session. It stores the cookie object's own fields; the other stores use its <c>toJSON()</c>.</summary>
    public bool IsFromDynamoDbStore => cookie.ContainsKey("_expires");

    public DateTimeOffset? Expires =>
        TextOf("expires") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? expires.ToUniversalTime()
            : null;

    public TimeSpan? MaxAge =>
        cookie.GetValueOrDefault("originalMaxAge") is { Kind: SessionValueKind.Number } value
        && double.Parse(DynamoDbJson.Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture) is > 0 and var milliseconds
            ? milliseconds < LongestMaxAge.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : LongestMaxAge
            : null;

    // dynamodb-store stores every Date as an empty Map.
    public bool IsPersistent =>
        cookie.GetValueOrDefault("originalMaxAge")?.Kind == SessionValueKind.Number
        || cookie.GetValueOrDefault("expires")?.Kind is SessionValueKind.String or SessionValueKind.Map;

    public string Path => TextOf("path") is ['/', ..] path && IsAttributeValue(path) ? path : "/";

    public string? Domain => TextOf("domain") is { Length: > 0 } domain && IsAttributeValue(domain) ? domain : null;

    private string? TextOf(string name) =>
        cookie.GetValueOrDefault(name) is { Kind: SessionValueKind.String } value ? Encoding.UTF8.GetString(DynamoDbJson.Scalar(value)) : null;

    /// <summary>Whether the text can be an attribute value in a Set-Cookie header.</summary>
    private static bool IsAttributeValue(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains(';');
}
