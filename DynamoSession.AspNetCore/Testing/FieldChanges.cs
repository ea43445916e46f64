using DynamoSession.AspNetCore.Testing.Comparison;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>The changes to the fields of a session, as plain values.</summary>
/// <remarks>
/// A plain value is a string, a number (an <see cref="int"/>, a <see cref="long"/> or a <see cref="decimal"/>, the first that can represent
/// it exactly, or else a string), a <see cref="bool"/>, null, a byte array, an array of plain values for a list, or a dictionary of plain
/// values for an object. To get a field as its type, read it from the session.
/// </remarks>
public sealed class FieldChanges
{
    internal FieldChanges(SessionChanges changes) => Inner = changes;

    /// <summary>Gets the fields that were set, by name, with their new values. They include objects that were read and then mutated.</summary>
    public IReadOnlyDictionary<string, object?> Set => field ??= Of(SessionChangeKind.Set, change => PlainValue.Of(change.Value!));

    /// <summary>Gets the names of the fields that were removed individually.</summary>
    public IReadOnlyCollection<string> Removed => field ??= Of(SessionChangeKind.Remove, _ => true).Keys;

    /// <summary>Gets the fields that were incremented, by name, each with the sum of its increments.</summary>
    public IReadOnlyDictionary<string, decimal> Incremented => field ??= Of(SessionChangeKind.Increment, change => PlainValue.Number(change.Value!));

    /// <summary>Gets the fields that were appended to, by name, with the new items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<object?>> Appended =>
        field ??= Of(SessionChangeKind.Append, change => (IReadOnlyList<object?>)PlainValue.Of(change.Value!)!);

    /// <summary>Gets whether all fields were removed by <c>Clear()</c>, before the other changes.</summary>
    public bool Cleared => Inner.ClearsAll;

    /// <summary>Gets whether there are no changes, so that nothing would be written.</summary>
    public bool IsEmpty => Inner.IsEmpty;

    internal SessionChanges Inner { get; }

    /// <summary>Returns the changes, field by field.</summary>
    public override string ToString()
    {
        var fields = Inner.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {DifferenceBuilder.Describe(field.Value)}");
        return IsEmpty ? "no changes" : string.Join("; ", Cleared ? fields.Prepend("cleared") : fields);
    }

    private Dictionary<string, T> Of<T>(SessionChangeKind kind, Func<SessionChange, T> convert) => Inner.Fields
        .Where(field => field.Value.Kind == kind)
        .ToDictionary(field => field.Key, field => convert(field.Value), StringComparer.Ordinal);
}
