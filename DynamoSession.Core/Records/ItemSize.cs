using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Records;

/// <summary>Computes a session's size as DynamoDB does: names and values, in bytes.</summary>
internal static class ItemSize
{
    private const int LargestShown = 3;
    private const int MapBytes = 3;
    private const int ElementBytes = 1;
    private const int TimeBytes = 6;

    /// <summary>Returns the item's size, accurate to a few bytes, because numbers are counted with a typical length.</summary>
    public static long Of(string key, StoredRecord record, RecordAttributes attributes)
    {
        var size = (long)Utf8(attributes.Key) + Utf8(key) + Utf8(attributes.Fields) + MapBytes;
        foreach (var (name, value) in record.Fields!)
        {
            size += OfField(name, value) + ElementBytes;
        }

        size += RecordAttributes.CommitTokens.Length + MapBytes;
        foreach (var token in record.CommitTokens!.Keys)
        {
            size += token.Length + TimeBytes + ElementBytes;
        }

        if (record.UserId is { } userId)
        {
            size += RecordAttributes.User.Length + Utf8(userId) + RecordAttributes.UserSince.Length + TimeBytes;
        }

        if (record.Description is { } description)
        {
            size += RecordAttributes.Description.Length + Utf8(description);
        }

        if (record.Ticket is { } ticket)
        {
            size += RecordAttributes.Ticket.Length + ticket.Length;
        }

        if (record.Origin is { } origin)
        {
            size += OfField(RecordAttributes.Origin, OriginValues.Encode(origin));
        }

        return size
            + Utf8(attributes.Expires) + TimeBytes
            + RecordAttributes.AbsoluteExpiry.Length + TimeBytes
            + RecordAttributes.CreatedAt.Length + TimeBytes
            + RecordAttributes.Version.Length + TimeBytes
            + RecordAttributes.Format.Length + TimeBytes;
    }

    /// <summary>Returns the size of a session's item, accurate to the tokens of the latest commits.</summary>
    /// <param name="key">The value of the key.</param>
    /// <param name="session">The session.</param>
    /// <param name="attributes">The names of the record's attributes.</param>
    public static long Of(string key, SessionRecord session, RecordAttributes attributes) => Of(
        key,
        new StoredRecord
        {
            Fields = session.Fields,
            CommitTokens = session.CommitTokens,
            UserId = session.UserId,
            Description = session.Description,
            Ticket = session.Ticket,
            Origin = session.Origin,
        },
        attributes);

    /// <summary>Returns the message for a session that is too large for DynamoDB.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="fields">The fields of the session.</param>
    public static string Describe(string tableName, IEnumerable<KeyValuePair<string, SessionValue>> fields)
    {
        var largest = fields
            .Select(field => (Name: field.Key, Size: OfField(field.Key, field.Value)))
            .OrderByDescending(field => field.Size)
            .Take(LargestShown)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"'{PrintableText.Of(field.Name)}' ({field.Size:N0} bytes)"));
        return $"The session cannot be written to table '{tableName}': DynamoDB's maximum item size is 400 KB, including attribute names. "
            + $"The largest fields are {string.Join(", ", largest)}; store large data elsewhere and only its key in the session.";
    }

    /// <summary>Returns the fields that may make the item too large: those that were loaded and those that the commit adds.</summary>
    public static IEnumerable<KeyValuePair<string, SessionValue>> Candidates(SessionCommit commit)
    {
        var changes = commit.Changes;
        var kept = commit.Loaded.Fields.Where(field => !changes.ClearsAll && !changes.Fields.ContainsKey(field.Key));
        var added = changes.Fields
            .Where(field => field.Value.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, field.Value.Value!));
        return kept.Concat(added);
    }

    private static int OfField(string name, SessionValue value) => Utf8(name) + value.GetSize();

    private static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);
}
