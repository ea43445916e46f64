namespace DynamoSession.Core.Records;

/// <summary>Determines when commit tokens are no longer needed.</summary>
internal static class CommitTokens
{
    /// <summary>Returns the loaded tokens that no retry can need anymore, oldest first.</summary>
    public static IEnumerable<string> ExpiredIn(SessionRecord loaded, long now) => loaded.CommitTokens
        .Where(token => now - token.Value > RecordLimits.TokenSeconds)
        .OrderBy(token => token.Value)
        .ThenBy(token => token.Key, StringComparer.Ordinal)
        .Select(token => token.Key);
}
