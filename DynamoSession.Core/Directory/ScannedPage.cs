namespace DynamoSession.Core.Directory;

/// <summary>A page of a scan.</summary>
/// <param name="Items">The items of this package.</param>
/// <param name="Next">The key after which the next page starts; null if this was the segment's last.</param>
/// <param name="Units">The consumed read capacity units.</param>
internal sealed record ScannedPage(IReadOnlyList<ScannedItem> Items, string? Next, double Units);
