using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Collects the fields of an old session, and what cannot be one. Of two under one name the last counts.</summary>
internal sealed class ConvertedFields
{
    private const int ShownCharacters = 64;

    private readonly Dictionary<string, SessionValue> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LegacyFieldProblem> _problems = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SessionValue> Fields => _fields;

    public IReadOnlyList<LegacyFieldProblem> Problems => [.. _problems.Values];

    public void Add(string name, SessionValue value)
    {
        if (FieldName.ProblemOf(name) is { } problem)
        {
            Refuse(name, "its name " + problem);
            return;
        }

        _problems.Remove(name);
        _fields[name] = value;
    }

    /// <param name="name">The field's whole name.</param>
    /// <param name="reason">What is wrong with it, without its value.</param>
    public void Refuse(string name, string reason)
    {
        _fields.Remove(name);
        _problems[name] = new(Shown(name), reason);
    }

    /// <summary>Forgets a name that the other package keeps for itself.</summary>
    public void Drop(string name)
    {
        _fields.Remove(name);
        _problems.Remove(name);
    }

    private static string Shown(string name)
    {
        // Half of a pair would be a broken character wherever the name is shown.
        var end = name.Length <= ShownCharacters ? name.Length
            : char.IsHighSurrogate(name[ShownCharacters - 1]) ? ShownCharacters - 1
            : ShownCharacters;
        return name[..end];
    }
}
