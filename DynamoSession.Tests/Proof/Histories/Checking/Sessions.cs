using System.Collections.Immutable;

namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>What an ideal store would hold: the fields of each live session by id, and under which id a renewed one goes on.</summary>
internal sealed class Sessions
{
    private readonly ImmutableSortedDictionary<string, Fields> _live;
    private readonly ImmutableSortedDictionary<string, string> _successors;
    private string? _text;

    private Sessions(ImmutableSortedDictionary<string, Fields> live, ImmutableSortedDictionary<string, string> successors) =>
        (_live, _successors) = (live, successors);

    public static Sessions None { get; } = new(
        ImmutableSortedDictionary.Create<string, Fields>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public Fields? this[string id] => _live.GetValueOrDefault(id);

    public Sessions With(string id, Fields fields) => new(_live.SetItem(id, fields), _successors);

    public Sessions Without(string id) => new(_live.Remove(id), _successors);

    /// <summary>The session goes on under another id.</summary>
    public Sessions Renewed(string id, string newId, Fields fields) => new(_live.Remove(id).SetItem(newId, fields), _successors.SetItem(id, newId));

    /// <summary>Ends a session, under its last id if it goes on under another one.</summary>
    public Sessions Destroyed(string id)
    {
        while (!_live.ContainsKey(id) && _successors.TryGetValue(id, out var successor))
        {
            id = successor;
        }

        return Without(id);
    }

    public override string ToString() => _text ??= string.Join(
        ' ', _live.Select(session => $"{session.Key}:{session.Value}").Concat(_successors.Select(renewed => $"{renewed.Key}>{renewed.Value}")));
}
