namespace DynamoSession.AspNetCore.Cookies;

/// <summary>What a browser tells about its own latest commits. It is not trusted: the worst it can do is to make a read strong, or stale.</summary>
/// <param name="IsRecent">Whether there was one so short ago that a replica may still lack it, or another that its answer has overtaken.</param>
/// <param name="Token">The token of the one whose answer came last; null when it is so long ago that every replica has it.</param>
internal readonly record struct OwnWrites(bool IsRecent, string? Token);
