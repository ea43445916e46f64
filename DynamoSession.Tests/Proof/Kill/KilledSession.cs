using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>A child's session as it is stored.</summary>
internal sealed class KilledSession
{
    private const string Prefix = "s1#";
    private const int WideFields = 260;

    private readonly Dictionary<string, AttributeValue> _fields;

    public KilledSession(Dictionary<string, AttributeValue> item)
    {
        Id = item["id"].S[Prefix.Length..];
        _fields = item["sess"].M;
        Lineage = _fields["lineage"].S;
        Log = [.. _fields["log"].L.Select(entry => entry.S)];
    }

    /// <summary>Gets the public id.</summary>
    public string Id { get; }

    public string Lineage { get; }

    /// <summary>Gets the commits that were applied, in order.</summary>
    public IReadOnlyList<string> Log { get; }

    /// <summary>Returns what shows that a commit was applied in part or twice.</summary>
    public IEnumerable<string> Inconsistencies()
    {
        if (_fields["count"].N != Log.Count.ToString(CultureInfo.InvariantCulture) || _fields["first"].S != Log[^1] || _fields["last"].S != Log[^1])
        {
            yield return $"{Lineage}: torn: count {_fields["count"].N}, first {_fields["first"].S}, last {_fields["last"].S}, log of {Log.Count} up to {Log[^1]}.";
        }

        var wide = _fields.Where(field => field.Key.StartsWith("wide", StringComparison.Ordinal)).Select(field => field.Value.S).ToArray();
        var lastWide = Log.LastOrDefault(commit => commit.EndsWith(".w", StringComparison.Ordinal));
        if (wide.Length != (lastWide is null ? 0 : WideFields) || wide.Any(value => value != lastWide))
        {
            yield return $"{Lineage}: torn: {wide.Length} wide fields from {string.Join(", ", wide.Distinct())}; the last such commit was {lastWide}.";
        }

        foreach (var twice in Log.GroupBy(commit => commit).Where(group => group.Count() > 1))
        {
            yield return $"{Lineage}: {twice.Key} was applied {twice.Count()} times.";
        }
    }
}
