using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DynamoSession.Core.Fields;

/// <summary>Fields that differ from others in some of them. Immutable.</summary>
internal sealed class ChangedFields : IReadOnlyDictionary<string, SessionValue>, IBoundedFields
{
    private readonly IReadOnlyDictionary<string, SessionValue> _unchanged;

    // Null for a field that has been removed.
    private readonly Dictionary<string, SessionValue?> _changed;

    // Negative until somebody asks.
    private int _count = -1;

    private ChangedFields(IReadOnlyDictionary<string, SessionValue> unchanged, Dictionary<string, SessionValue?> changed)
    {
        _unchanged = unchanged;
        _changed = changed;
    }

    public int Count => _count >= 0 ? _count
        : _count = _unchanged.Count + _changed.Sum(change => (change.Value is null ? 0 : 1) - (_unchanged.ContainsKey(change.Key) ? 1 : 0));

    /// <inheritdoc/>
    /// <remarks>The JSON of a value is never shorter than what DynamoDB counts.</remarks>
    public long LargestSize
    {
        get
        {
            var unchanged = _unchanged is IBoundedFields bounded ? bounded.LargestSize : _unchanged.Count == 0 ? 0 : long.MaxValue / 2;
            return unchanged + _changed.Sum(static change => Encoding.UTF8.GetByteCount(change.Key) + (change.Value?.Utf8Json.Length ?? 0L));
        }
    }

    public IEnumerable<string> Keys => this.Select(static member => member.Key);

    public IEnumerable<SessionValue> Values => this.Select(static member => member.Value);

    public SessionValue this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The session has no such field.");

    /// <summary>Returns the fields after changes, without copying those that are not changed.</summary>
    /// <param name="current">The current fields, which must not change anymore.</param>
    /// <param name="changes">The changes.</param>
    /// <exception cref="SessionFieldTypeException">A change can't be applied to the field's value.</exception>
    public static IReadOnlyDictionary<string, SessionValue> After(IReadOnlyDictionary<string, SessionValue> current, SessionChanges changes)
    {
        if (changes.ClearsAll)
        {
            return changes.ApplyTo(current);
        }

        // One layer, however many commits a request makes.
        var (unchanged, changed) = current is ChangedFields before
            ? (before._unchanged, new Dictionary<string, SessionValue?>(before._changed, StringComparer.Ordinal))
            : (current, new Dictionary<string, SessionValue?>(changes.Fields.Count, StringComparer.Ordinal));
        foreach (var (name, change) in changes.Fields)
        {
            // Most changes don't depend on the current value.
            var value = change.Kind is SessionChangeKind.Set or SessionChangeKind.Remove ? change.Value : change.ApplyTo(name, current.GetValueOrDefault(name));
            if (value is null && !unchanged.ContainsKey(name))
            {
                changed.Remove(name);
            }
            else
            {
                changed[name] = value;
            }
        }

        return new ChangedFields(unchanged, changed);
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out SessionValue value)
    {
        if (!_changed.TryGetValue(key, out value))
        {
            return _unchanged.TryGetValue(key, out value);
        }

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

        foreach (var (name, value) in _changed)
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
