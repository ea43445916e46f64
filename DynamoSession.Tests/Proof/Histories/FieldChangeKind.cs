namespace DynamoSession.Tests.Proof.Histories;

internal enum FieldChangeKind
{
    Set,
    Remove,

    /// <summary>A number is added to a counter.</summary>
    Add,

    /// <summary>An item is added to a list.</summary>
    Append,
}
