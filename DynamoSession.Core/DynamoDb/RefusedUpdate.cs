using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An update whose condition was not met.</summary>
/// <param name="Stored">What it met; <see langword="null"/> for no item.</param>
internal sealed record RefusedUpdate(StoredRecord? Stored);
