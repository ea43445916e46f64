using DynamoSession.Core.Identifiers;

namespace DynamoSession.Core.Records;

/// <summary>Determines which commit tokens a commit removes.</summary>
internal static class CommitTokens
{
    /// <summary>
    /// Returns the tokens that are no longer needed: those that no retry can need anymore; if many are left, those of this process's commits
    /// whose outcome is known; and if still too many are left, the oldest ones of other processes.
    /// </summary>
    /// <param name="basis">What is known of the record.</param>
    /// <param name="limits">How many tokens a record holds.</param>
    /// <param name="now">The current time.</param>
    public static TokenRemoval Removable(CommitBasis basis, TokenLimits limits, long now)
    {
        var expired = Expired(basis.CommitTokens, now);
        if (basis.CommitTokens.Count - expired.Length < limits.Many)
        {
            return new TokenRemoval(expired);
        }

        var left = basis.CommitTokens.Where(token => now - token.Value <= RecordLimits.TokenSeconds).OrderBy(Age).ThenBy(Name, StringComparer.Ordinal).ToArray();
        var settled = left.Where(token => CommitToken.IsSettled(token.Key)).Take(left.Length - limits.Kept).ToArray();
        var foreign = left.Length - settled.Length < limits.Most ? [] : left.Where(token => !CommitToken.IsOwn(token.Key)).Take(left.Length - settled.Length - limits.Kept).ToArray();
        return new TokenRemoval(
            [.. expired, .. settled.Select(Name), .. foreign.Select(Name)],
            IsEarly: settled.Length + foreign.Length > 0,
            LatestUnsettled: foreign.Length > 0 ? foreign.Max(Age) : null);
    }

    // Most commits find none.
    private static string[] Expired(IReadOnlyDictionary<string, long> tokens, long now)
    {
        List<KeyValuePair<string, long>>? expired = null;
        foreach (var token in tokens)
        {
            if (now - token.Value > RecordLimits.TokenSeconds)
            {
                (expired ??= []).Add(token);
            }
        }

        return expired is null ? [] : [.. expired.OrderBy(Age).ThenBy(Name, StringComparer.Ordinal).Select(Name)];
    }

    private static string Name(KeyValuePair<string, long> token) => token.Key;

    private static long Age(KeyValuePair<string, long> token) => token.Value;
}
