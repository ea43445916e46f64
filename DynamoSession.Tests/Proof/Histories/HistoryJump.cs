namespace DynamoSession.Tests.Proof.Histories;

/// <summary>The clock jumped so far that every session ended.</summary>
/// <param name="Start">When it began to.</param>
/// <param name="End">When it had.</param>
/// <param name="Reaps">Whether the time to live deleted what had expired, at once: a commit under way may not find its own token again.</param>
internal sealed record HistoryJump(long Start, long End, bool Reaps);
