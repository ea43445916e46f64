namespace DynamoSession.Core.Fields;

/// <summary>Fields that know how large they are at most, so that they need not be measured while that is small enough.</summary>
internal interface IBoundedFields
{
    /// <summary>Gets a size that the fields do not exceed, as DynamoDB counts it, names included.</summary>
    long LargestSize { get; }
}
