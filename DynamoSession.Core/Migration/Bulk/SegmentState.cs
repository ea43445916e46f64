namespace DynamoSession.Core.Migration.Bulk;

/// <summary>How far one segment is.</summary>
internal sealed class SegmentState
{
    public bool IsDone { get; set; }

    /// <summary>Gets or sets where the last page has ended, which is counted.</summary>
    public string? Position { get; set; }

    /// <summary>
    /// Gets or sets the keys of records that are counted and converted, and are just being removed. Without them, those that a kill has
    /// left would be passed by, and those that it has not would be missing in the count.
    /// </summary>
    public List<string> Pending { get; set; } = [];
}
