using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DynamoSession.Core.Records;

/// <summary>The commit tokens of a stored record, which only a commit needs. They are read when they are first used.</summary>
/// <param name="read">Reads the tokens with their times; it may be called more than once, with the same result.</param>
internal sealed class StoredTokens(Func<IReadOnlyDictionary<string, long>> read) : IReadOnlyDictionary<string, long>
{
    private IReadOnlyDictionary<string, long>? _tokens;

    public int Count => Tokens.Count;

    public IEnumerable<string> Keys => Tokens.Keys;

    public IEnumerable<long> Values => Tokens.Values;

    private IReadOnlyDictionary<string, long> Tokens => _tokens ??= read();

    public long this[string key] => Tokens[key];

    public bool ContainsKey(string key) => Tokens.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out long value) => Tokens.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() => Tokens.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
