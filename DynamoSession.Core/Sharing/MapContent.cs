using DynamoSession.Core.Fields;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Values;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Sharing;

/// <summary>
/// A session of <c>@pwrdrvr/dynamodb-session-store</c>: a Map. That store also reads the text of connect-dynamodb, which remains text until
/// Express saves the session.
/// </summary>
internal sealed class MapContent : IExpressContent
{
    private readonly JsonContent _text = new();

    public bool HasPaths => true;

    public ConvertedFields? Read(SessionValue content)
    {
        if (content.Kind != SessionValueKind.Map)
        {
            return ReadText(content);
        }

        var fields = new ConvertedFields();
        foreach (var (name, value) in MapMembers.Of(content))
        {
            fields.Add(name, value);
        }

        return fields;
    }

    public SessionValue Create(IReadOnlyDictionary<string, SessionValue> fields, SessionValue cookie, DateTimeOffset now) =>
        RecordValues.Map(new Dictionary<string, SessionValue>(fields, StringComparer.Ordinal)
        {
            [ExpressNames.Cookie] = cookie,
            [ExpressNames.LastModified] = RecordValues.Text(ExpressTime.Of(now)),
        });

    public SessionValue Rewrite(SessionValue content, SessionChanges changes, ExpressExpiryExtension? extension)
    {
        if (content.Kind == SessionValueKind.String)
        {
            return _text.Rewrite(content, changes, extension);
        }

        var members = MapMembers.Of(content);
        if (changes.ClearsAll)
        {
            foreach (var name in members.Keys.Where(name => !ExpressNames.IsReserved(name)).ToArray())
            {
                members.Remove(name);
            }
        }

        foreach (var (name, change) in changes.Fields)
        {
            if (change.ApplyTo(name, members.GetValueOrDefault(name)) is { } value)
            {
                members[name] = value;
            }
            else
            {
                members.Remove(name);
            }
        }

        if (extension is not null)
        {
            members[ExpressNames.LastModified] = RecordValues.Text(ExpressTime.Of(extension.Now));
            members[ExpressNames.Cookie] = Extend(members[ExpressNames.Cookie], extension);
        }

        return RecordValues.Map(members);
    }

    /// <summary>Returns the members of a session in text; numbers that JavaScript would change are in the form that a Map has them in.</summary>
    private ConvertedFields? ReadText(SessionValue content)
    {
        if (_text.Read(content) is not { } members)
        {
            return null;
        }

        var fields = new ConvertedFields();
        foreach (var (name, value) in members.Fields)
        {
            fields.Add(name, ExpressValues.FromText(value));
        }

        return fields;
    }

    private static SessionValue Extend(SessionValue cookie, ExpressExpiryExtension extension)
    {
        var members = MapMembers.Of(cookie);
        if (extension.HasCookieExpiry)
        {
            members[ExpressNames.Expires] = RecordValues.Text(ExpressTime.Of(extension.ExpiresAt));
        }

        if (extension.NewMaxAge is { } maxAge)
        {
            members[ExpressNames.OriginalMaxAge] = RecordValues.Number((long)maxAge.TotalMilliseconds);
        }

        return RecordValues.Map(members);
    }
}
