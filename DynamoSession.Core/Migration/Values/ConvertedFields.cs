using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Migration.Values;

/// <summary>Collects the fields of a legacy session, and the values that cannot be converted. The last of several with the same name wins.</summary>
internal sealed class ConvertedFields
{
    private const int MaxNameCharacters = 64;

    private readonly Dictionary<string, SessionValue> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LegacyFieldProblem> _problems = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SessionValue> Fields => _fields;

    public IReadOnlyList<LegacyFieldProblem> Problems => [.. _problems.Values];

    public void Add(string name, SessionValue value)
    {
        if (FieldName.ProblemOf(name) is { } problem)
        {
            AddProblem(name, "its name " + problem);
            return;
        }

        _problems.Remove(name);
        _fields[name] = value;
    }

    /// <param name="name">The field's full name.</param>
    /// <param name="reason">Why it cannot be converted, without its value.</param>
    public void AddProblem(string name, string reason)
    {
        _fields.Remove(name);
        _problems[name] = new(PrintableText.Of(Truncate(name)), reason);
    }

    /// <summary>Removes a field that the other package uses internally.</summary>
    public void Remove(string name)
    {
        _fields.Remove(name);
        _problems.Remove(name);
    }

    private static string Truncate(string name)
    {
        // Do not cut a surrogate pair in half.
        var end = name.Length <= MaxNameCharacters ? name.Length
            : char.IsHighSurrogate(name[MaxNameCharacters - 1]) ? MaxNameCharacters - 1
            : MaxNameCharacters;
        return name[..end];
    }
}
