namespace DynamoSession.Tests.Proof.Histories;

/// <summary>What was stored under an id when all was over, read from DynamoDB itself.</summary>
/// <param name="Fields">The fields; null when the item has none, or there is no item.</param>
/// <param name="Dead">What the tombstone says; null when there is none.</param>
/// <param name="Expires">When it ends (Unix seconds).</param>
/// <param name="IsRecord">Whether all is there that makes a session.</param>
/// <param name="Tokens">The number of commit tokens.</param>
internal sealed record StoredItem(Fields? Fields, string? Dead, long? Expires, bool IsRecord, int Tokens);
