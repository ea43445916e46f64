using System.Collections.Immutable;
using System.Globalization;

namespace DynamoSession.Tests.Proof.Histories;

/// <summary>A session's fields at one moment: text, numbers as text, and lists as their items joined by commas. Compared by content.</summary>
internal sealed class Fields : IEquatable<Fields>
{
    private readonly ImmutableSortedDictionary<string, string> _values;
    private string? _text;

    private Fields(ImmutableSortedDictionary<string, string> values) => _values = values;

    public static Fields None { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public int Count => _values.Count;

    public IEnumerable<string> Names => _values.Keys;

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static Fields Of(params IEnumerable<(string Name, string Value)> values) =>
        new(None._values.AddRange(values.Select(value => KeyValuePair.Create(value.Name, value.Value))));

    public Fields With(bool clears, IEnumerable<FieldChange> changes) =>
        new(changes.Aggregate(clears ? None._values : _values, (values, change) => Apply(values, change)));

    /// <summary>Returns only the fields whose names are visible.</summary>
    public Fields Only(Func<string, bool> isVisible) => new(_values.RemoveRange(_values.Keys.Where(name => !isVisible(name))));

    public bool Equals(Fields? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Fields);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text ??= $"{{{string.Join(' ', _values.Select(value => $"{value.Key}={value.Value}"))}}}";

    private static ImmutableSortedDictionary<string, string> Apply(ImmutableSortedDictionary<string, string> values, FieldChange change) => change.Kind switch
    {
        FieldChangeKind.Set => values.SetItem(change.Name, change.Value),
        FieldChangeKind.Remove => values.Remove(change.Name),
        FieldChangeKind.Add => values.SetItem(change.Name, Sum(values.GetValueOrDefault(change.Name), change.Value)),
        _ => values.SetItem(change.Name, values.TryGetValue(change.Name, out var items) ? $"{items},{change.Value}" : change.Value),
    };

    private static string Sum(string? current, string by) =>
        ((current is null ? 0 : Number(current)) + Number(by)).ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
