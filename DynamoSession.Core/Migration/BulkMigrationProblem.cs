namespace DynamoSession.Core.Migration;

/// <summary>A record that could not be converted.</summary>
/// <param name="Record">The first 8 characters of the SHA-256 of its key, in hexadecimal; or its line.</param>
/// <param name="Reason">What is wrong with it, without its key or content.</param>
public sealed record BulkMigrationProblem(string Record, string Reason);
