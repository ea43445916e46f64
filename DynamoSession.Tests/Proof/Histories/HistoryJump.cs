namespace DynamoSession.Tests.Proof.Histories;

/// <summary>A jump of the clock that makes every session expire.</summary>
/// <param name="Start">The moment before the jump.</param>
/// <param name="End">The moment after the jump.</param>
/// <param name="Reaps">Whether the time to live deleted the expired items at once, so that a commit in progress may not find its own token.</param>
internal sealed record HistoryJump(long Start, long End, bool Reaps);
