namespace DynamoSession.Core.Wire;

/// <summary>An operation of DynamoDB that <see cref="DynamoDbWire"/> can send.</summary>
internal enum WireOperation
{
    GetItem,
    UpdateItem,
}
