using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Migration.Tables;

/// <summary>Recognizes DynamoSession records in a table that is shared with another package.</summary>
internal static class OwnRecord
{
    public static bool IsLive(IReadOnlyDictionary<string, SessionValue> item) =>
        item.TryGetValue(RecordAttributes.Format, out var format) && format.Kind == SessionValueKind.Number
        && item.TryGetValue(RecordAttributes.CommitTokens, out var tokens) && tokens.Kind == SessionValueKind.Map;

    /// <summary>Whether an item without session data is a tombstone.</summary>
    public static bool IsTombstone(IReadOnlyDictionary<string, SessionValue> item) => item.ContainsKey(RecordAttributes.Dead);
}
