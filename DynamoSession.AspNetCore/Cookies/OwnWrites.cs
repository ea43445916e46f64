namespace DynamoSession.AspNetCore.Cookies;

/// <summary>What a browser reports about its own latest commits. It is not trusted: at worst, it makes a read strong or stale.</summary>
/// <param name="IsRecent">Whether a commit is so recent that a replica may not have it, or that its response may have been overtaken by another.</param>
/// <param name="Token">The token of the commit whose response came last; null if it is so old that every replica has it.</param>
internal readonly record struct OwnWrites(bool IsRecent, string? Token);
