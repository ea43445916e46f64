using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>The commit tokens of an item with their times, which only a commit needs. They are read when they are first used.</summary>
/// <param name="item">The item, which has such a Map.</param>
internal sealed class ItemTokens(IItem item) : IReadOnlyDictionary<string, long>
{
    private IReadOnlyDictionary<string, long>? _tokens;

    public int Count => Tokens.Count;

    public IEnumerable<string> Keys => Tokens.Keys;

    public IEnumerable<long> Values => Tokens.Values;

    // Two threads may read them twice, with the same result.
    private IReadOnlyDictionary<string, long> Tokens => _tokens ??= Read();

    public long this[string key] => Tokens[key];

    public bool ContainsKey(string key) => Tokens.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out long value) => Tokens.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, long>> GetEnumerator() => Tokens.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A token without a valid time still proves that its commit was applied. It counts as expired.
    private Dictionary<string, long> Read()
    {
        var tokens = item.Map(RecordAttributes.CommitTokens)!;
        return tokens.Names.ToDictionary(token => token, token => ItemNumbers.ReadTime(tokens, token) ?? 0, StringComparer.Ordinal);
    }
}
