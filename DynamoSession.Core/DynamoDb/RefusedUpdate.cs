using DynamoSession.Core.Records;

namespace DynamoSession.Core.DynamoDb;

/// <summary>An update whose condition was not met.</summary>
/// <param name="Stored">The stored record; <see langword="null"/> if there is no item.</param>
internal sealed record RefusedUpdate(StoredRecord? Stored);
