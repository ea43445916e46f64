using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DynamoSession.Core.Fields;

/// <summary>
/// The fields of a session as they came from the table: one JSON document, in which a field becomes a value when it is used. Thread-safe.
/// </summary>
/// <param name="members">The fields.</param>
internal sealed class StoredFields(JsonMembers members) : IReadOnlyDictionary<string, SessionValue>, IBoundedFields
{
    // A search compares with every name, so an index pays off for a session with many fields only if many of them are used.
    private const int UnindexedFields = 16;
    private const int UnindexedSearches = 8;

    private Dictionary<string, int>? _index;
    private int _searches;

    public int Count => members.Count;

    /// <inheritdoc/>
    /// <remarks>The JSON of a value is never shorter than what DynamoDB counts.</remarks>
    public long LargestSize => members.Length;

    public IEnumerable<string> Keys => Enumerable.Range(0, Count).Select(members.NameAt);

    public IEnumerable<SessionValue> Values => Enumerable.Range(0, Count).Select(ValueAt);

    public SessionValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The session has no such field.");

    public bool ContainsKey(string key) => Find(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out SessionValue value)
    {
        var index = Find(key);
        value = index < 0 ? null : ValueAt(index);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, SessionValue>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return new(members.NameAt(index), ValueAt(index));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A value is little more than its place in the document, and most fields are used once or never.
    private SessionValue ValueAt(int index) => SessionValue.FromTrustedJson(members.ValueAt(index));

    private int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_index is null && (Count <= UnindexedFields || Interlocked.Increment(ref _searches) <= UnindexedSearches))
        {
            return members.IndexOf(name);
        }

        return (_index ??= CreateIndex()).GetValueOrDefault(name, -1);
    }

    private Dictionary<string, int> CreateIndex()
    {
        var index = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        for (var position = 0; position < Count; position++)
        {
            index[members.NameAt(position)] = position;
        }

        return index;
    }
}
