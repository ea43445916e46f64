namespace DynamoSession.Core.DynamoDb;

/// <summary>What DynamoDB has responded to a call for one item.</summary>
/// <param name="IsApplied">Whether the call took effect; it did not if its condition was not met.</param>
/// <param name="Item">The item that was returned; <see langword="null"/> if there was none.</param>
/// <param name="Units">The consumed capacity units; <see langword="null"/> if the response does not say.</param>
internal sealed record ItemResponse(bool IsApplied, IItem? Item, double? Units);
