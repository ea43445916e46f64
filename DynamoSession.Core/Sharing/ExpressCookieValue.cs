using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>Creates the cookie object that Express stores in a session and without which it cannot load it.</summary>
internal static class ExpressCookieValue
{
    public static SessionValue Create(ExpressSessionCookie cookie, TimeSpan? maxAge, DateTimeOffset expiresAt)
    {
        var members = new Dictionary<string, SessionValue>(StringComparer.Ordinal)
        {
            [ExpressNames.OriginalMaxAge] = maxAge is { } age ? RecordValues.Number((long)age.TotalMilliseconds) : DynamoDbJson.Null,
            [ExpressNames.Expires] = maxAge is null ? DynamoDbJson.Null : RecordValues.Text(ExpressTime.Of(expiresAt)),
            ["httpOnly"] = cookie.HttpOnly ? DynamoDbJson.True : DynamoDbJson.False,
            ["path"] = RecordValues.Text(cookie.Path),
        };
        if (cookie.Domain is { } domain)
        {
            members["domain"] = RecordValues.Text(domain);
        }

        if (cookie.Secure)
        {
            members["secure"] = DynamoDbJson.True;
        }

        if (cookie.SameSite is { } sameSite)
        {
            members["sameSite"] = RecordValues.Text(sameSite);
        }

        return RecordValues.Map(members);
    }
}
