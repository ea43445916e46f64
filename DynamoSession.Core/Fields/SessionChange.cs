using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields;

/// <summary>What a request did to one field.</summary>
public sealed class SessionChange
{
    private SessionChange(SessionChangeKind kind, SessionValue? value)
    {
        Kind = kind;
        Value = value;
    }

    /// <summary>Gets the field's removal.</summary>
    public static SessionChange Remove { get; } = new(SessionChangeKind.Remove, value: null);

    /// <summary>Gets what was done.</summary>
    public SessionChangeKind Kind { get; }

    /// <summary>
    /// Gets the new value; for <see cref="SessionChangeKind.Increment"/> the number to add, for <see cref="SessionChangeKind.Append"/>
    /// the list of items to add; <see langword="null"/> for <see cref="SessionChangeKind.Remove"/>.
    /// </summary>
    public SessionValue? Value { get; }

    /// <summary>The field gets a new value.</summary>
    /// <param name="value">The value.</param>
    public static SessionChange Set(SessionValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(SessionChangeKind.Set, value);
    }

    /// <summary>A number is added to the field.</summary>
    /// <param name="by">The number.</param>
    public static SessionChange Increment(decimal by) => new(SessionChangeKind.Increment, Numbers.Encode(by));

    /// <summary>Items are added at the end of the field.</summary>
    /// <param name="items">A list.</param>
    /// <exception cref="ArgumentException"><paramref name="items"/> is no list.</exception>
    public static SessionChange Append(SessionValue items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Kind == SessionValueKind.List
            ? new(SessionChangeKind.Append, items)
            : throw new ArgumentException($"Items to append are a List; this is a {items.Kind}.", nameof(items));
    }

    /// <summary>Returns what the field is after this change.</summary>
    /// <param name="name">The field's name, for the message.</param>
    /// <param name="current">What the field is now; <see langword="null"/> when it is absent.</param>
    /// <returns>The value; <see langword="null"/> when the field is gone.</returns>
    /// <exception cref="SessionFieldTypeException">
    /// An increment met something that is no number, or a number with which it adds up to none that DynamoDB keeps; or an append met
    /// something that is no list.
    /// </exception>
    public SessionValue? ApplyTo(string name, SessionValue? current)
    {
        try
        {
            return ResultOn(name, current);
        }
        catch (ArgumentException)
        {
            // The change was good when it was made: what it meets now is not its author's doing.
            throw new SessionFieldTypeException(
                $"The session field '{name}' is stored as a {current!.Kind} that cannot be incremented: the sum has more digits, or is larger, than DynamoDB keeps.");
        }
    }

    /// <summary>Returns what the field is after this change, as <see cref="ApplyTo"/> does, for the author of the change.</summary>
    /// <exception cref="ArgumentException">The sum is no number that DynamoDB keeps.</exception>
    /// <exception cref="SessionFieldTypeException">The field is of another type than the change needs.</exception>
    internal SessionValue? ResultOn(string name, SessionValue? current) => Kind switch
    {
        SessionChangeKind.Set => Value,
        SessionChangeKind.Remove => null,
        SessionChangeKind.Increment => Sum(name, current),
        _ => Concatenation(name, current),
    };

    /// <summary>Joins two increments, or two appends, of one field.</summary>
    internal SessionChange Plus(string name, SessionChange later) => (Kind, later.Kind) switch
    {
        (SessionChangeKind.Increment, SessionChangeKind.Increment) => new(Kind, Numbers.Add(name, Value!, later.Value!)),
        (SessionChangeKind.Append, SessionChangeKind.Append) => new(Kind, DynamoDbJson.Concat(Value!, later.Value!)),
        _ => throw new InvalidOperationException($"{Kind} and {later.Kind} cannot be joined."),
    };

    /// <summary>Joins this change of a field with a later one.</summary>
    internal SessionChange Then(string name, SessionChange later) => (Kind, later.Kind) switch
    {
        (_, SessionChangeKind.Set or SessionChangeKind.Remove) => later,
        (SessionChangeKind.Set or SessionChangeKind.Remove, _) => Set(later.ApplyTo(name, Value)!),
        _ when Kind == later.Kind => Plus(name, later),

        // On what is stored either this one has failed, or the later one will.
        _ => throw new SessionFieldTypeException($"The session field '{name}' cannot be incremented and appended to."),
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
