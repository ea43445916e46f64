namespace DynamoSession.Core.DynamoDb;

/// <summary>The capacity units that one call has consumed.</summary>
/// <param name="Operation">What the call was made for.</param>
/// <param name="Call">The API operation, such as <c>GetItem</c>.</param>
/// <param name="IsWrite">Whether they are write units.</param>
/// <param name="Units">How many.</param>
/// <param name="IsComputed">Whether they were computed from the size of the item that came with the response, because that does not contain them; of an applied write without an item, the least possible.</param>
/// <param name="Expression">The update expression, with placeholders instead of names and values; <see langword="null"/> for none.</param>
internal readonly record struct ConsumedUnits(TableOperation Operation, string Call, bool IsWrite, double Units, bool IsComputed, string? Expression);
