namespace DynamoSession.Core.Records;

/// <summary>Knows when a commit's token has done its duty.</summary>
internal static class CommitTokens
{
    /// <summary>The loaded tokens that no retry can ask for any more, oldest first.</summary>
    public static IEnumerable<string> Old(SessionRecord loaded, long now) => loaded.CommitTokens
        .Where(token => now - token.Value > RecordLimits.TokenSeconds)
        .OrderBy(token => token.Value)
        .ThenBy(token => token.Key, StringComparer.Ordinal)
        .Select(token => token.Key);
}
