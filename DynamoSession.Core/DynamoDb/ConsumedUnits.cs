namespace DynamoSession.Core.DynamoDb;

/// <summary>The capacity units that one call has consumed.</summary>
/// <param name="Operation">What the call was made for.</param>
/// <param name="Call">The API operation, such as <c>GetItem</c>.</param>
/// <param name="IsWrite">Whether they are write units.</param>
/// <param name="Units">How many.</param>
/// <param name="IsComputed">Whether they were computed from the item's size, because the response does not contain them.</param>
/// <param name="Expression">The update expression, with placeholders instead of names and values; <see langword="null"/> for none.</param>
internal readonly record struct ConsumedUnits(TableOperation Operation, string Call, bool IsWrite, double Units, bool IsComputed, string? Expression);
