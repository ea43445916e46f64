using System.Collections.Immutable;

namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>What an ideal store would hold: the fields of each live session by id, and the new id of each renewed one.</summary>
internal sealed class Sessions
{
    private readonly ImmutableSortedDictionary<string, Fields> _live;
    private readonly ImmutableSortedDictionary<string, string> _newIds;
    private string? _text;

    private Sessions(ImmutableSortedDictionary<string, Fields> live, ImmutableSortedDictionary<string, string> newIds) =>
        (_live, _newIds) = (live, newIds);

    public static Sessions None { get; } = new(
        ImmutableSortedDictionary.Create<string, Fields>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public Fields? this[string id] => _live.GetValueOrDefault(id);

    public Sessions With(string id, Fields fields) => new(_live.SetItem(id, fields), _newIds);

    public Sessions Without(string id) => new(_live.Remove(id), _newIds);

    /// <summary>Gives a session a new id.</summary>
    public Sessions Renewed(string id, string newId, Fields fields) => new(_live.Remove(id).SetItem(newId, fields), _newIds.SetItem(id, newId));

    /// <summary>Ends a session, under its latest id if it was renewed.</summary>
    public Sessions Destroyed(string id)
    {
        while (!_live.ContainsKey(id) && _newIds.TryGetValue(id, out var newId))
        {
            id = newId;
        }

        return Without(id);
    }

    public override string ToString() => _text ??= string.Join(
        ' ', _live.Select(session => $"{session.Key}:{session.Value}").Concat(_newIds.Select(renewed => $"{renewed.Key}>{renewed.Value}")));
}
