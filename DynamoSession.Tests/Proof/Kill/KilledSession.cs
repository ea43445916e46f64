using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoSession.Tests.Proof.Kill;

/// <summary>A session of a child as it stands in the table.</summary>
internal sealed class KilledSession
{
    private const string Prefix = "s1#";
    private const int WideFields = 260;

    private readonly Dictionary<string, AttributeValue> _fields;

    public KilledSession(Dictionary<string, AttributeValue> item)
    {
        Id = item["id"].S[Prefix.Length..];
        _fields = item["sess"].M;
        Line = _fields["line"].S;
        Log = [.. _fields["log"].L.Select(entry => entry.S)];
    }

    /// <summary>Gets the public id.</summary>
    public string Id { get; }

    public string Line { get; }

    /// <summary>Gets the commits that were applied, in their order.</summary>
    public IReadOnlyList<string> Log { get; }

    /// <summary>Returns what only half of a commit, or a commit twice, would leave.</summary>
    public IEnumerable<string> Tears()
    {
        if (_fields["count"].N != Log.Count.ToString(CultureInfo.InvariantCulture) || _fields["first"].S != Log[^1] || _fields["last"].S != Log[^1])
        {
            yield return $"{Line}: torn: count {_fields["count"].N}, first {_fields["first"].S}, last {_fields["last"].S}, log {Log.Count} up to {Log[^1]}.";
        }

        var wide = _fields.Where(field => field.Key.StartsWith("wide", StringComparison.Ordinal)).Select(field => field.Value.S).ToArray();
        var lastWide = Log.LastOrDefault(commit => commit.EndsWith(".w", StringComparison.Ordinal));
        if (wide.Length != (lastWide is null ? 0 : WideFields) || wide.Any(value => value != lastWide))
        {
            yield return $"{Line}: torn: {wide.Length} wide fields of {string.Join(", ", wide.Distinct())}, where the last was {lastWide}.";
        }

        foreach (var twice in Log.GroupBy(commit => commit).Where(group => group.Count() > 1))
        {
            yield return $"{Line}: {twice.Key} was applied {twice.Count()} times.";
        }
    }
}
