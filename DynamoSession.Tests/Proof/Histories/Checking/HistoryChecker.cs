namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>Says whether a history keeps the promises. Pure: it knows what clients saw and what is stored, nothing of how.</summary>
internal static class HistoryChecker
{
    /// <returns>The first broken promise; null when all are kept.</returns>
    public static Violation? Check(History history) =>
        AnswerRules.Check(history)
        ?? DeathRules.Check(history)
        ?? TwiceRule.Check(history)
        ?? ItemRules.Check(history)
        ?? ExpiryRule.Check(history)
        ?? OrderRule.Check(history);
}
