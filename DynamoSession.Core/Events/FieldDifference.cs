using DynamoSession.Core.Fields;

namespace DynamoSession.Core.Events;

/// <summary>The names of the fields in which two versions of a session differ, in ordinal order.</summary>
internal sealed record FieldDifference(IReadOnlyList<string> Set, IReadOnlyList<string> Removed)
{
    public bool IsEmpty => Set.Count == 0 && Removed.Count == 0;

    public static FieldDifference Of(IReadOnlyDictionary<string, SessionValue> before, IReadOnlyDictionary<string, SessionValue> after) => new(
        [.. after.Where(field => !before.TryGetValue(field.Key, out var value) || !value.ContentEquals(field.Value)).Select(field => field.Key).Order(StringComparer.Ordinal)],
        [.. before.Keys.Where(name => !after.ContainsKey(name)).Order(StringComparer.Ordinal)]);
}
