using System.Text;
using DynamoSession.Core.Fields;
using DynamoSession.Core.Records;

namespace DynamoSession.Core.Expressions;

/// <summary>
/// Builds one update expression. Placeholders are declared where they are used, because DynamoDB rejects unused ones. Declaring one again
/// is harmless.
/// </summary>
/// <param name="changes">How many fields are about to be changed.</param>
internal sealed class UpdateExpressionBuilder(int changes = 0)
{
    private const string SetKeyword = "SET ";
    private const string RemoveKeyword = "REMOVE ";
    private const string AddKeyword = "ADD ";
    private const string DeleteKeyword = "DELETE ";
    private const string Separator = ", ";

    // The clauses of a commit that changes nothing but fields.
    private const int OtherClauses = 10;

    // A clause of a commit has hardly more characters.
    private const int UsualClause = 16;

    private readonly Placeholders<string> _names = new(changes);
    private readonly Placeholders<SessionValue> _values = new(changes);

    // Null after the expression has been built: another one may be using them.
    private ExpressionBuffers? _buffers = ExpressionBuffers.Rent((changes + OtherClauses) * UsualClause);
    private StringBuilder? _removes;
    private StringBuilder? _adds;
    private StringBuilder? _deletes;

    /// <summary>Gets the length of the update expression in characters, which are also bytes because it is ASCII.</summary>
    public int Length { get; private set; } = SetKeyword.Length + RemoveKeyword.Length + 1;

    /// <summary>Gets what the condition is written to.</summary>
    public StringBuilder Condition => Buffers.Condition;

    private ExpressionBuffers Buffers => _buffers ?? throw new InvalidOperationException("The expression has been built.");

    private StringBuilder Sets => Buffers.Update.Length == 0 ? Buffers.Update.Append(SetKeyword) : Buffers.Update;

    public string Name(string placeholder, string name)
    {
        _names.Declare(placeholder, name);
        return placeholder;
    }

    public string Value(string placeholder, SessionValue value)
    {
        _values.Declare(placeholder, value);
        return placeholder;
    }

    /// <summary>Declares the placeholder of the name of a changed field, once.</summary>
    public void ChangedName(ChangePlaceholders change, string name) => _names.AddNumbered(change.Name, name);

    /// <summary>Declares the placeholder of the value of a changed field, once.</summary>
    public string ChangedValue(ChangePlaceholders change, SessionValue value)
    {
        _values.AddNumbered(change.Value, value);
        return change.Value;
    }

    public string Value(string placeholder, long number) => Value(placeholder, RecordValues.Number(number));

    public UpdateExpressionBuilder Set(string path, string operand)
    {
        Length += Add(Sets, SetKeyword, path, " = ", operand);
        return this;
    }

    /// <summary>Sets a changed field to its value.</summary>
    public void Assign(ChangePlaceholders change) => Length += Add(Sets, SetKeyword, change.Assignment);

    public UpdateExpressionBuilder Remove(string path)
    {
        Length += Add(_removes ??= new(RemoveKeyword), RemoveKeyword, path);
        return this;
    }

    /// <summary>Adds elements to a set, which need not exist.</summary>
    public UpdateExpressionBuilder AddToSet(string path, string operand)
    {
        Length += Add(_adds ??= new(AddKeyword), AddKeyword, path, " ", operand);
        return this;
    }

    /// <summary>Deletes elements from a set.</summary>
    public UpdateExpressionBuilder DeleteFromSet(string path, string operand)
    {
        Length += Add(_deletes ??= new(DeleteKeyword), DeleteKeyword, path, " ", operand);
        return this;
    }

    /// <summary>Builds the expression from the clauses and <see cref="Condition"/>. Nothing may be added afterwards.</summary>
    public UpdateExpression Build()
    {
        var update = Buffers.Update;
        foreach (var part in (ReadOnlySpan<StringBuilder?>)[_removes, _adds, _deletes])
        {
            if (part is not null)
            {
                update.Append(update.Length == 0 ? "" : " ").Append(part);
            }
        }

        var expression = new UpdateExpression(ExpressionTexts.Shared.Of(update), ExpressionTexts.Shared.Of(Condition), _names, _values);
        Buffers.Return();
        _buffers = null;
        return expression;
    }

    /// <summary>Appends to <see cref="Condition"/>, and builds the expression.</summary>
    /// <param name="condition">The condition, or the rest of it.</param>
    public UpdateExpression Build(string condition)
    {
        Condition.Append(condition);
        return Build();
    }

    /// <returns>How many characters the expression gets longer.</returns>
    private static int Add(StringBuilder clauses, string keyword, string path, string sign = "", string operand = "")
    {
        if (clauses.Length > keyword.Length)
        {
            clauses.Append(Separator);
        }

        clauses.Append(path).Append(sign).Append(operand);
        return path.Length + sign.Length + operand.Length + Separator.Length;
    }
}
