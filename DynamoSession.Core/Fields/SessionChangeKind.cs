namespace DynamoSession.Core.Fields;

/// <summary>What a request did to a field.</summary>
public enum SessionChangeKind
{
    /// <summary>The field gets a new value.</summary>
    Set,

    /// <summary>The field goes.</summary>
    Remove,

    /// <summary>A number is added to the field, atomically in the table; an absent field counts as 0.</summary>
    Increment,

    /// <summary>Items are added at the end of the field, atomically in the table; an absent field counts as an empty list.</summary>
    Append,
}
