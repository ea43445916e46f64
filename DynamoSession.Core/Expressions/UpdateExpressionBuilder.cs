using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>
/// Builds an update expression. Placeholders are declared where they are used, because DynamoDB rejects unused ones. Declaring one again
/// is harmless.
/// </summary>
internal sealed class UpdateExpressionBuilder
{
    private const string SetKeyword = "SET ";
    private const string RemoveKeyword = "REMOVE ";
    private const string AddKeyword = "ADD ";
    private const string DeleteKeyword = "DELETE ";
    private const string Separator = ", ";

    private readonly List<string> _sets = [];
    private readonly List<string> _removes = [];
    private readonly List<string> _adds = [];
    private readonly List<string> _deletes = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionValue> _values = new(StringComparer.Ordinal);

    /// <summary>Gets the length of the update expression in characters, which are also bytes because it is ASCII.</summary>
    public int Length { get; private set; } = SetKeyword.Length + RemoveKeyword.Length + 1;

    public string Name(string placeholder, string name)
    {
        _names[placeholder] = name;
        return placeholder;
    }

    public string Value(string placeholder, SessionValue value)
    {
        _values[placeholder] = value;
        return placeholder;
    }

    public string Value(string placeholder, long number) => Value(placeholder, RecordValues.Number(number));

    public UpdateExpressionBuilder Set(string path, string operand)
    {
        Add(_sets, $"{path} = {operand}");
        return this;
    }

    public UpdateExpressionBuilder Remove(string path)
    {
        Add(_removes, path);
        return this;
    }

    /// <summary>Adds elements to a set, which need not exist.</summary>
    public UpdateExpressionBuilder AddToSet(string path, string operand)
    {
        Add(_adds, $"{path} {operand}");
        return this;
    }

    /// <summary>Deletes elements from a set.</summary>
    public UpdateExpressionBuilder DeleteFromSet(string path, string operand)
    {
        Add(_deletes, $"{path} {operand}");
        return this;
    }

    public UpdateExpression Build(string condition)
    {
        (string Keyword, List<string> Clauses)[] parts = [(SetKeyword, _sets), (RemoveKeyword, _removes), (AddKeyword, _adds), (DeleteKeyword, _deletes)];
        var update = string.Join(' ', parts.Where(part => part.Clauses.Count > 0).Select(part => part.Keyword + string.Join(Separator, part.Clauses)));
        return new(update, condition, _names, _values);
    }

    private void Add(List<string> clauses, string clause)
    {
        clauses.Add(clause);
        Length += clause.Length + Separator.Length;
    }
}
