namespace DynamoSession.Core.Fields;

/// <summary>The kind of a field's change.</summary>
public enum SessionChangeKind
{
    /// <summary>The field is set to a new value.</summary>
    Set,

    /// <summary>The field is removed.</summary>
    Remove,

    /// <summary>A number is added to the field, atomically in the table; an absent field counts as 0.</summary>
    Increment,

    /// <summary>Items are appended to the field, atomically in the table; an absent field counts as an empty list.</summary>
    Append,
}
