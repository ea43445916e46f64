using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using DynamoSession.Core.Fields.Tracking;

namespace DynamoSession.Core.Fields;

/// <summary>Fields that differ from others in some of them. Immutable.</summary>
internal sealed class ChangedFields : IReadOnlyDictionary<string, SessionValue>, IBoundedFields
{
    private readonly IReadOnlyDictionary<string, SessionValue> _unchanged;

    // New values and removals only.
    private readonly IReadOnlyDictionary<string, SessionChange> _changed;

    // Negative until somebody asks.
    private int _count = -1;

    private ChangedFields(IReadOnlyDictionary<string, SessionValue> unchanged, IReadOnlyDictionary<string, SessionChange> changed)
    {
        _unchanged = unchanged;
        _changed = changed;
    }

    public int Count => _count >= 0 ? _count
        : _count = _unchanged.Count + _changed.Sum(change => (change.Value.Value is null ? 0 : 1) - (_unchanged.ContainsKey(change.Key) ? 1 : 0));

    /// <inheritdoc/>
    /// <remarks>The JSON of a value is never shorter than what DynamoDB counts.</remarks>
    public long LargestSize => FieldSizes.BoundOf(_unchanged) + _changed.Sum(static change => Encoding.UTF8.GetByteCount(change.Key) + (change.Value.Value?.Utf8Json.Length ?? 0L));

    public IEnumerable<string> Keys => this.Select(static member => member.Key);

    public IEnumerable<SessionValue> Values => this.Select(static member => member.Value);

    public SessionValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The session has no such field.");

    /// <summary>Returns fields that differ from others in some of them.</summary>
    /// <param name="current">The other fields, which must not change anymore.</param>
    /// <param name="changed">New values and removals, which must not change anymore.</param>
    public static ChangedFields Over(IReadOnlyDictionary<string, SessionValue> current, IReadOnlyDictionary<string, SessionChange> changed)
    {
        if (current is not ChangedFields before)
        {
            return new ChangedFields(current, changed);
        }

        // One layer, however many commits a request makes.
        var both = new Dictionary<string, SessionChange>(before._changed, StringComparer.Ordinal);
        foreach (var (name, change) in changed)
        {
            if (change.Value is null && !before._unchanged.ContainsKey(name))
            {
                both.Remove(name);
            }
            else
            {
                both[name] = change;
            }
        }

        return new ChangedFields(before._unchanged, both);
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out SessionValue value)
    {
        if (!_changed.TryGetValue(key, out var change))
        {
            return _unchanged.TryGetValue(key, out value);
        }

        value = change.Value;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, SessionValue>> GetEnumerator()
    {
        foreach (var field in _unchanged)
        {
            if (!_changed.ContainsKey(field.Key))
            {
                yield return field;
            }
        }

        foreach (var (name, change) in _changed)
        {
            if (change.Value is { } value)
            {
                yield return new(name, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
