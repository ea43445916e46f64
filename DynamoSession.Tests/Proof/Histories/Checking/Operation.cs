namespace DynamoSession.Tests.Proof.Histories.Checking;

/// <summary>One step that takes effect, or looks, at one moment between two.</summary>
/// <param name="Start">It takes effect after this.</param>
/// <param name="End">It takes effect before this.</param>
/// <param name="IsCertain">Whether it takes effect at all; otherwise nobody knows.</param>
/// <param name="Apply">What it makes of the sessions; null when it cannot be at that moment.</param>
/// <param name="Text">What it is.</param>
internal sealed record Operation(long Start, long End, bool IsCertain, Func<Sessions, Sessions?> Apply, string Text)
{
    /// <summary>Gets whether it changes nothing.</summary>
    public bool IsObservation { get; init; }
}
