using System.Collections.Immutable;

namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>What an ideal store would hold: the fields of each live session by id.</summary>
internal sealed class Sessions
{
    private readonly ImmutableSortedDictionary<string, Fields> _live;
    private string? _text;

    private Sessions(ImmutableSortedDictionary<string, Fields> live) => _live = live;

    public static Sessions None { get; } = new(ImmutableSortedDictionary.Create<string, Fields>(StringComparer.Ordinal));

    public Fields? this[string id] => _live.GetValueOrDefault(id);

    public Sessions With(string id, Fields fields) => new(_live.SetItem(id, fields));

    public Sessions Without(string id) => new(_live.Remove(id));

    public override string ToString() => _text ??= string.Join(' ', _live.Select(session => $"{session.Key}:{session.Value}"));
}
