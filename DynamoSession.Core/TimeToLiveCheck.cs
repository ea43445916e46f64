namespace DynamoSession.Core;

/// <summary>What is known about a table's time to live.</summary>
/// <param name="IsOn">Whether it is on, and on the right attribute; <see langword="null"/> if that could not be checked.</param>
/// <param name="Finding">What is wrong and the remedy, or why it could not be checked; <see langword="null"/> if it is on.</param>
internal sealed record TimeToLiveCheck(bool? IsOn, string? Finding)
{
    /// <summary>Gets whether the next attempt to check it may succeed.</summary>
    public bool IsTemporary { get; init; }
}
