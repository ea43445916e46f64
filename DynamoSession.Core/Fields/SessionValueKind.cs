namespace DynamoSession.Core.Fields;

/// <summary>The DynamoDB type of a stored value.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html">AttributeValue</seealso>
public enum SessionValueKind
{
    /// <summary><c>S</c>, text.</summary>
    String,

    /// <summary><c>N</c>, a decimal number of at most 38 digits.</summary>
    Number,

    /// <summary><c>B</c>, bytes.</summary>
    Binary,

    /// <summary><c>BOOL</c>.</summary>
    Boolean,

    /// <summary><c>NULL</c>.</summary>
    Null,

    /// <summary><c>L</c>.</summary>
    List,

    /// <summary><c>M</c>.</summary>
    Map,

    /// <summary><c>SS</c>; read, never written.</summary>
    StringSet,

    /// <summary><c>NS</c>; read, never written.</summary>
    NumberSet,

    /// <summary><c>BS</c>; read, never written.</summary>
    BinarySet,
}
