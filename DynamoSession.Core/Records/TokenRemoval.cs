namespace DynamoSession.Core.Records;

/// <summary>The commit tokens that a commit removes.</summary>
/// <param name="Tokens">The tokens, in the order in which they are removed.</param>
/// <param name="IsEarly">Whether late duplicates of some of these commits may still arrive, and must be refused by version.</param>
/// <param name="LatestUnsettled">The latest time of those whose commits may still be repeated by another process; null if there are none.</param>
internal sealed record TokenRemoval(IReadOnlyList<string> Tokens, bool IsEarly = false, long? LatestUnsettled = null);
