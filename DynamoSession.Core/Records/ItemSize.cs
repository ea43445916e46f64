using System.Globalization;
using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Records;

/// <summary>Measures a session as DynamoDB does: names and values, in bytes.</summary>
internal static class ItemSize
{
    private const int LargestShown = 3;
    private const int BytesOfMap = 3;
    private const int BytesOfElement = 1;
    private const int BytesOfTime = 6;

    /// <summary>The item's size, to within a few bytes: numbers are counted by their usual length.</summary>
    public static long Of(string key, StoredRecord record, RecordAttributes attributes)
    {
        var size = (long)Utf8(attributes.Key) + Utf8(key) + Utf8(attributes.Fields) + BytesOfMap;
        foreach (var (name, value) in record.Fields!)
        {
            size += OfField(name, value) + BytesOfElement;
        }

        size += RecordAttributes.CommitTokens.Length + BytesOfMap;
        foreach (var token in record.CommitTokens!.Keys)
        {
            size += token.Length + BytesOfTime + BytesOfElement;
        }

        if (record.UserId is { } userId)
        {
            size += RecordAttributes.User.Length + Utf8(userId);
        }

        if (record.Origin is { } origin)
        {
            size += OfField(RecordAttributes.Origin, OriginValues.Encode(origin));
        }

        return size
            + Utf8(attributes.Expires) + BytesOfTime
            + RecordAttributes.AbsoluteEnd.Length + BytesOfTime
            + RecordAttributes.CreatedAt.Length + BytesOfTime
            + RecordAttributes.Version.Length + BytesOfTime
            + RecordAttributes.Format.Length + BytesOfTime;
    }

    /// <summary>Explains, without a value, which session is too large for DynamoDB and why.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="fields">The fields that the session would have.</param>
    public static string Describe(string tableName, IEnumerable<KeyValuePair<string, SessionValue>> fields)
    {
        var largest = fields
            .Select(field => (Name: field.Key, Size: OfField(field.Key, field.Value)))
            .OrderByDescending(field => field.Size)
            .Take(LargestShown)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"'{field.Name}' ({field.Size:N0} bytes)"));
        return $"The session cannot be written to table '{tableName}': DynamoDB allows an item 400 KB, names included. "
            + $"The largest fields are {string.Join(", ", largest)}; keep large data elsewhere and its key in the session.";
    }

    /// <summary>The fields that a commit may have made too large: what it loaded and what it adds.</summary>
    public static IEnumerable<KeyValuePair<string, SessionValue>> Candidates(SessionCommit commit)
    {
        var changes = commit.Changes;
        var kept = commit.Loaded.Fields.Where(field => !changes.ClearsAll && !changes.Fields.ContainsKey(field.Key));
        var added = changes.Fields
            .Where(field => field.Value.Value is not null)
            .Select(field => KeyValuePair.Create(field.Key, field.Value.Value!));
        return kept.Concat(added);
    }

    private static int OfField(string name, SessionValue value) => Utf8(name) + DynamoDbJson.SizeOf(value);

    private static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);
}
