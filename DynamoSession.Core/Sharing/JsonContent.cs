using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>A session of <c>connect-dynamodb</c>: a String of JSON.</summary>
internal sealed class JsonContent : IExpressContent
{
    public bool HasPaths => false;

    public ConvertedFields? Read(SessionValue content) =>
        content.Kind == SessionValueKind.String ? JsonFields.Read(TextOf(content)) : null;

    public SessionValue Create(IReadOnlyDictionary<string, SessionValue> fields, SessionValue cookie, DateTimeOffset now)
    {
        // Express puts the cookie first.
        var session = RawJsonObject.Empty();
        session.Set(ExpressNames.Cookie, JsonOf(cookie));
        foreach (var (name, value) in fields)
        {
            session.Set(name, JsonOf(value));
        }

        return DynamoDbJson.Text(session.ToUtf8());
    }

    public SessionValue Rewrite(SessionValue content, SessionChanges changes, ExpressExpiryExtension? extension)
    {
        var text = TextOf(content);
        var session = RawJsonObject.Parse(text);
        var current = changes.ClearsAll ? null : JsonFields.Read(text);
        if (changes.ClearsAll)
        {
            session.KeepOnly(ExpressNames.IsReserved);
        }

        foreach (var (name, change) in changes.Fields)
        {
            if (change.ApplyTo(name, current?.Fields.GetValueOrDefault(name)) is { } value)
            {
                session.Set(name, JsonOf(value));
            }
            else
            {
                session.Remove(name);
            }
        }

        if (extension is not null && session.Find(ExpressNames.Cookie) is { } cookie)
        {
            session.Set(ExpressNames.Cookie, Extend(cookie, extension));
        }

        return DynamoDbJson.Text(session.ToUtf8());
    }

    private static byte[] Extend(ReadOnlyMemory<byte> rawCookie, ExpressExpiryExtension extension)
    {
        var cookie = RawJsonObject.Parse(rawCookie);
        if (extension.HasCookieExpiry)
        {
            cookie.Set(ExpressNames.Expires, Encoding.UTF8.GetBytes($"\"{ExpressTime.Of(extension.ExpiresAt)}\""));
        }

        if (extension.NewMaxAge is { } maxAge)
        {
            cookie.Set(ExpressNames.OriginalMaxAge, Encoding.UTF8.GetBytes(((long)maxAge.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        }

        return cookie.ToUtf8();
    }

    private static byte[] JsonOf(SessionValue value) => DynamoDbToJson.Convert(value);

    private static byte[] TextOf(SessionValue content) => DynamoDbJson.Scalar(content).ToArray();
}
