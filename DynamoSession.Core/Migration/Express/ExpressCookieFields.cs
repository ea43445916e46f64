using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Express;

/// <summary>What express-session keeps about its cookie inside the session.</summary>
/// <param name="cookie">The members of <c>cookie</c>.</param>
internal sealed class ExpressCookieFields(Dictionary<string, SessionValue> cookie)
{
    // What our own record can say, in seconds, is far more than what any cookie means.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>Gets whether only <c>dynamodb-store</c> can have written it: the others store what the cookie says of itself in JSON.</summary>
    public bool IsOfDynamoDbStore => cookie.ContainsKey("_expires");

    public DateTimeOffset? Expires =>
        TextOf("expires") is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires)
            ? expires.ToUniversalTime()
            : null;

    public TimeSpan? MaxAge =>
        cookie.GetValueOrDefault("originalMaxAge") is { Kind: SessionValueKind.Number } value
        && double.Parse(DynamoDbJson.Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture) is > 0 and var milliseconds
            ? milliseconds < Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Longest
            : null;

    // dynamodb-store makes an empty Map of every Date.
    public bool IsPersistent =>
        cookie.GetValueOrDefault("originalMaxAge")?.Kind == SessionValueKind.Number
        || cookie.GetValueOrDefault("expires")?.Kind is SessionValueKind.String or SessionValueKind.Map;

    public string Path => TextOf("path") is ['/', ..] path && IsAttribute(path) ? path : "/";

    public string? Domain => TextOf("domain") is { Length: > 0 } domain && IsAttribute(domain) ? domain : null;

    private string? TextOf(string name) =>
        cookie.GetValueOrDefault(name) is { Kind: SessionValueKind.String } value ? Encoding.UTF8.GetString(DynamoDbJson.Scalar(value)) : null;

    /// <summary>Whether it can stand in a Set-Cookie header.</summary>
    private static bool IsAttribute(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains(';');
}
