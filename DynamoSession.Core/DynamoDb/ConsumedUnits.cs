namespace DynamoSession.Core.DynamoDb;

/// <summary>The capacity units that one call consumed.</summary>
/// <param name="Operation">The purpose of the call.</param>
/// <param name="Call">The name of the API operation, such as <c>GetItem</c>.</param>
/// <param name="IsWrite">Whether they are write capacity units; otherwise, they are read capacity units.</param>
/// <param name="Units">The number of units.</param>
/// <param name="IsComputed">
/// Whether the number was computed, because the response does not contain it: from the size of the item in the response, or 1 for an applied
/// write whose response has no item, which is the least that a write can consume.
/// </param>
/// <param name="Expression">The update expression, with placeholders instead of names and values; <see langword="null"/> if the call has none.</param>
internal readonly record struct ConsumedUnits(TableOperation Operation, string Call, bool IsWrite, double Units, bool IsComputed, string? Expression);
