using DynamoSession.Core.Fields.Values;

namespace DynamoSession.Core.Fields;

/// <summary>
/// A field's value as DynamoDB JSON in UTF-8, for example <c>{"S":"dark"}</c> or <c>{"L":[{"N":"1"}]}</c>. Immutable.
/// </summary>
public sealed class SessionValue
{
    // 0 until it has been computed.
    private int _size;

    private SessionValue(ReadOnlyMemory<byte> utf8Json, SessionValueKind kind)
    {
        Utf8Json = utf8Json;
        Kind = kind;
    }

    /// <summary>Gets the DynamoDB JSON: an object with one member, which is named after the type.</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>Gets the value's DynamoDB type.</summary>
    public SessionValueKind Kind { get; }

    /// <summary>Wraps DynamoDB JSON without copying it.</summary>
    /// <param name="utf8Json">The value, which must not be changed afterwards.</param>
    /// <exception cref="FormatException">The text is not valid DynamoDB JSON: an object whose only member is named after a type and contains a value of that type.</exception>
    public static SessionValue FromDynamoDbJson(ReadOnlyMemory<byte> utf8Json) => new(utf8Json, DynamoDbJsonValidator.Validate(utf8Json.Span));

    /// <summary>Returns whether both values are equal: numbers are compared by value, maps and sets regardless of order.</summary>
    /// <param name="other">The value to compare with.</param>
    public bool ContentEquals(SessionValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Utf8Json.Span.SequenceEqual(other.Utf8Json.Span) || (Kind == other.Kind && ValueComparer.ContentEquals(Utf8Json, other.Utf8Json));
    }

    /// <summary>Returns the value's size in bytes by DynamoDB's rules, without the field's name. It determines what calls cost.</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">DynamoDB item sizes</seealso>
    public int GetSize() => _size > 0 ? _size : _size = ValueSize.Of(Utf8Json.Span);

    /// <summary>Wraps DynamoDB JSON that was created by this package and needs no validation.</summary>
    internal static SessionValue FromTrustedJson(ReadOnlyMemory<byte> utf8Json) => new(utf8Json, DynamoDbJsonSyntax.KindOf(utf8Json.Span));

    /// <summary>Returns only the kind, so that a value never gets into a log by accident.</summary>
    public override string ToString() => Kind.ToString();
}
