namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Checks whether a history keeps the guarantees. It knows only what clients saw and what is stored, not how that came about.</summary>
internal static class HistoryChecker
{
    /// <returns>The first violation; null if every guarantee is kept.</returns>
    public static Violation? Check(History history) =>
        ResponseRules.Check(history)
        ?? EndedSessionRules.Check(history)
        ?? DuplicateRule.Check(history)
        ?? ItemRules.Check(history)
        ?? ExpiryRule.Check(history)
        ?? OrderRule.Check(history);
}
