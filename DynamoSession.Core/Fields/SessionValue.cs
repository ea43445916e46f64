using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields;

/// <summary>
/// One field's value in the form in which it travels: its DynamoDB JSON in UTF-8, for example <c>{"S":"dark"}</c> or
/// <c>{"L":[{"N":"1"}]}</c>. Immutable.
/// </summary>
public sealed class SessionValue
{
    private SessionValue(ReadOnlyMemory<byte> utf8Json, SessionValueKind kind)
    {
        Utf8Json = utf8Json;
        Kind = kind;
    }

    /// <summary>Gets the DynamoDB JSON, one object with one member that names the type.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>Gets DynamoDB's type of the value.</summary>
    public SessionValueKind Kind { get; }

    /// <summary>Wraps DynamoDB JSON without copying it.</summary>
    /// <param name="utf8Json">The value; it must not be changed afterwards.</param>
    /// <exception cref="FormatException">It is no DynamoDB JSON: one object whose only member is named after a type and holds a value of that type.</exception>
    public static SessionValue FromDynamoDbJson(ReadOnlyMemory<byte> utf8Json) => new(utf8Json, DynamoDbJsonValidator.Validate(utf8Json.Span));

    /// <summary>Returns whether both are the same value: numbers compare by value, maps and sets without order.</summary>
    /// <param name="other">The value to compare with.</param>
    public bool ContentEquals(SessionValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Utf8Json.Span.SequenceEqual(other.Utf8Json.Span) || ValueComparer.ContentEquals(this, other);
    }

    /// <summary>Wraps DynamoDB JSON that was composed here, and so needs no check.</summary>
    internal static SessionValue FromOwnJson(ReadOnlyMemory<byte> utf8Json) => new(utf8Json, DynamoDbJson.KindOf(utf8Json.Span));

    /// <summary>Returns the kind alone, so that a value never reaches a log by accident.</summary>
    public override string ToString() => Kind.ToString();
}
