using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields;

/// <summary>A change to one field.</summary>
public sealed class SessionChange
{
    private SessionChange(SessionChangeKind kind, SessionValue? value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>Gets the change that removes the field.</summary>
    public static SessionChange Remove { get; } = new(SessionChangeKind.Remove, value: null);

    /// <summary>Gets the kind of change.</summary>
    public SessionChangeKind Kind { get; }

    /// <summary>
    /// Gets the new value; for <see cref="SessionChangeKind.Increment"/>, the number to add; for <see cref="SessionChangeKind.Append"/>,
    /// the list of items to add; <see langword="null"/> for <see cref="SessionChangeKind.Remove"/>.
    /// </summary>
    public SessionValue? Value { get; }

    /// <summary>Creates a change that sets the field to a new value.</summary>
    /// <param name="value">The value.</param>
    public static SessionChange Set(SessionValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(SessionChangeKind.Set, value);
    }

    /// <summary>Creates a change that adds a number to the field.</summary>
    /// <param name="by">The number.</param>
    public static SessionChange Increment(decimal by) => new(SessionChangeKind.Increment, Numbers.Encode(by));

    /// <summary>Creates a change that adds items to the end of the field.</summary>
    /// <param name="items">A list of items.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> is not a list.</exception>
    public static SessionChange Append(SessionValue items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Kind == SessionValueKind.List
            ? new(SessionChangeKind.Append, items)
            : throw new ArgumentException($"The items to append must be a List; this is a {items.Kind}.", nameof(items));
    }

    /// <summary>Returns the field's value after this change.</summary>
    /// <param name="name">The field's name, for the message.</param>
    /// <param name="current">The field's current value; <see langword="null"/> if it is absent.</param>
    /// <returns>The value; <see langword="null"/> if the field is removed.</returns>
    /// <exception cref="SessionFieldTypeException">
    /// The field to increment is not a number, or the sum is not a number that DynamoDB can store; or the field to append to is not a
    /// list.
    /// </exception>
    public SessionValue? ApplyTo(string name, SessionValue? current)
    {
        try
        {
            return ResultOn(name, current);
        }
        catch (ArgumentException)
        {
            // The change was valid when it was made, so this is not its caller's mistake.
            throw new SessionFieldTypeException(
                $"The session field '{name}' is stored as a {current!.Kind} that cannot be incremented: the sum has more digits, or is larger, than DynamoDB supports.");
        }
    }

    /// <summary>Returns the field's value after this change, like <see cref="ApplyTo"/>, for the caller who makes the change.</summary>
    /// <exception cref="ArgumentException">The sum is not a number that DynamoDB can store.</exception>
    /// <exception cref="SessionFieldTypeException">The field's type does not support the change.</exception>
    internal SessionValue? ResultOn(string name, SessionValue? current) => Kind switch
    {
        SessionChangeKind.Set => Value,
        SessionChangeKind.Remove => null,
        SessionChangeKind.Increment => Sum(name, current),
        _ => Concatenation(name, current),
    };

    /// <summary>Combines two increments, or two appends, of one field.</summary>
    internal SessionChange Plus(string name, SessionChange later) => (Kind, later.Kind) switch
    {
        (SessionChangeKind.Increment, SessionChangeKind.Increment) => new(Kind, Numbers.Add(name, Value!, later.Value!)),
        (SessionChangeKind.Append, SessionChangeKind.Append) => new(Kind, DynamoDbJson.Concat(Value!, later.Value!)),
        _ => throw new InvalidOperationException($"{Kind} and {later.Kind} cannot be combined."),
    };

    /// <summary>Combines this change of a field with a later one.</summary>
    internal SessionChange Then(string name, SessionChange later) => (Kind, later.Kind) switch
    {
        (_, SessionChangeKind.Set or SessionChangeKind.Remove) => later,
        (SessionChangeKind.Set or SessionChangeKind.Remove, _) => Set(later.ApplyTo(name, Value)!),
        _ when Kind == later.Kind => Plus(name, later),

        // Whatever is stored, one of the two changes would fail.
        _ => throw new SessionFieldTypeException($"The session field '{name}' cannot be both incremented and appended to."),
    };

    private SessionValue Sum(string name, SessionValue? current) => current switch
    {
        null => Value!,
        { Kind: SessionValueKind.Number } => Numbers.Add(name, current, Value!),
        _ => throw new SessionFieldTypeException($"The session field '{name}' is stored as {current.Kind} and cannot be incremented; it must be a Number."),
    };

    private SessionValue Concatenation(string name, SessionValue? current) => current switch
    {
        null => Value!,
        { Kind: SessionValueKind.List } => DynamoDbJson.Concat(current, Value!),
        _ => throw new SessionFieldTypeException($"The session field '{name}' is stored as {current.Kind} and cannot be appended to; it must be a List."),
    };
}
