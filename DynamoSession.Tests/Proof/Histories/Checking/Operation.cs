namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>One operation, which takes effect or observes at a single moment.</summary>
/// <param name="Start">The moment after which it takes effect.</param>
/// <param name="End">The moment before which it takes effect.</param>
/// <param name="IsCertain">Whether it certainly takes effect; otherwise it may or may not.</param>
/// <param name="Apply">Returns the sessions after it; null if it cannot have happened at that moment.</param>
/// <param name="Text">Its description.</param>
internal sealed record Operation(long Start, long End, bool IsCertain, Func<Sessions, Sessions?> Apply, string Text)
{
    /// <summary>Gets whether it only observes, and changes nothing.</summary>
    public bool IsObservation { get; init; }
}
