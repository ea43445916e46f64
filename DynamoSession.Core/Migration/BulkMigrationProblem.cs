namespace DynamoSession.Core.Migration;

/// <summary>A legacy record that could not be migrated.</summary>
/// <param name="Record">The first 8 hexadecimal characters of the SHA-256 hash of its key, or its line number.</param>
/// <param name="Reason">Why it could not be migrated. Never contains its key or content.</param>
public sealed record BulkMigrationProblem(string Record, string Reason);
