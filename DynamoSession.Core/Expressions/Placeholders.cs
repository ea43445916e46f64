using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DynamoSession.Core.Expressions;

/// <summary>
/// What the placeholders of an expression stand for. Those of changed fields, of which there may be hundreds, are numbered and each is added
/// once, so that they need no table; of the others there are few.
/// </summary>
/// <param name="numbered">How many numbered ones are about to be added.</param>
internal sealed class Placeholders<T>(int numbered) : IReadOnlyDictionary<string, T>
{
    // Those of a commit that changes nothing but fields.
    private const int UsualNamed = 14;

    private readonly List<KeyValuePair<string, T>> _numbered = new(numbered);
    private readonly List<KeyValuePair<string, T>> _named = new(UsualNamed);

    public int Count => _numbered.Count + _named.Count;

    public IEnumerable<string> Keys => this.Select(static placeholder => placeholder.Key);

    public IEnumerable<T> Values => this.Select(static placeholder => placeholder.Value);

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no placeholder {key}.");

    /// <summary>Adds a placeholder with a number that no other has.</summary>
    public void AddNumbered(string placeholder, T value) => _numbered.Add(new(placeholder, value));

    /// <summary>Adds a placeholder, or replaces what it stands for.</summary>
    public void Declare(string placeholder, T value)
    {
        var declared = new KeyValuePair<string, T>(placeholder, value);
        var index = IndexOf(_named, placeholder);
        if (index >= 0)
        {
            _named[index] = declared;
        }
        else
        {
            _named.Add(declared);
        }
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        foreach (var part in (ReadOnlySpan<List<KeyValuePair<string, T>>>)[_named, _numbered])
        {
            var index = IndexOf(part, key);
            if (index >= 0)
            {
                value = part[index].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Enumerates all, without interface calls.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => _numbered.Concat(_named).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _numbered.Concat(_named).GetEnumerator();

    private static int IndexOf(List<KeyValuePair<string, T>> part, string placeholder)
    {
        for (var index = 0; index < part.Count; index++)
        {
            if (part[index].Key == placeholder)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The place in an enumeration.</summary>
    internal struct Enumerator(Placeholders<T> placeholders)
    {
        private int _next;

        public KeyValuePair<string, T> Current { get; private set; }

        public bool MoveNext()
        {
            var index = _next++;
            var numbered = placeholders._numbered;
            if (index < numbered.Count)
            {
                Current = numbered[index];
                return true;
            }

            var named = placeholders._named;
            index -= numbered.Count;
            if (index >= named.Count)
            {
                return false;
            }

            Current = named[index];
            return true;
        }
    }
}
