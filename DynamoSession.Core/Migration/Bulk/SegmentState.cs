namespace DynamoSession.Core.Migration.Bulk;

/// <summary>The progress of one segment.</summary>
internal sealed class SegmentState
{
    public bool IsDone { get; set; }

    /// <summary>Gets or sets where the last counted page ended.</summary>
    public string? Position { get; set; }

    /// <summary>
    /// Gets or sets the keys of migrated and counted records that are being deleted. A resumed run deletes those that still exist, and
    /// counts the deletion of the others.
    /// </summary>
    public List<string> Pending { get; set; } = [];
}
