namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The item stored under an id at the end of a history, read directly from DynamoDB.</summary>
/// <param name="Fields">The fields; null if the item has none.</param>
/// <param name="EndReason">Why the session ended, if this is a tombstone; otherwise null.</param>
/// <param name="Expires">When it expires (in Unix seconds).</param>
/// <param name="IsRecord">Whether it has every attribute of a session.</param>
/// <param name="Tokens">The number of commit tokens.</param>
internal sealed record StoredItem(Fields? Fields, string? EndReason, long? Expires, bool IsRecord, int Tokens);
