using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;
using DynamoSession.Core.Migration.Express;
using DynamoSession.Core.Migration.Values;

namespace DynamoSession.Core.Sharing;

/// <summary>Reads a record that both Express and this package write.</summary>
/// <param name="layout">The store's record layout.</param>
/// <param name="content">The format of the attribute that holds the fields.</param>
internal sealed class SharedRecordReader(ExpressLayout layout, IExpressContent content)
{
    public SharedRecord Read(IReadOnlyDictionary<string, SessionValue> item)
    {
        LegacyTime.TryRead(item, layout.Expires[0], out var expires);
        LegacyTime.TryRead(item, SharedExpressions.EndedAt, out var endedAt);
        var record = new SharedRecord
        {
            Expires = expires,
            EndedAt = endedAt,
            Token = TextOf(item, SharedExpressions.Token),
            Successor = TextOf(item, SharedExpressions.Successor),
        };

        // Like Express, which cannot load a session without a cookie object.
        if (item.GetValueOrDefault(layout.Data) is not { } data
            || content.Read(data) is not { } members
            || members.Fields.GetValueOrDefault(ExpressNames.Cookie) is not { Kind: SessionValueKind.Map } cookie)
        {
            return record;
        }

        return record with
        {
            Content = data,
            Cookie = new ExpressCookieFields(MapMembers.Of(cookie)),
            Fields = members.Fields.Where(field => !ExpressNames.IsReserved(field.Key)).ToDictionary(StringComparer.Ordinal),
        };
    }

    private static string? TextOf(IReadOnlyDictionary<string, SessionValue> item, string attribute) =>
        item.GetValueOrDefault(attribute) is { Kind: SessionValueKind.String } text ? Encoding.UTF8.GetString(DynamoDbJson.Scalar(text)) : null;
}
