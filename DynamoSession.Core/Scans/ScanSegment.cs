namespace DynamoSession.Core.Scans;

/// <summary>How far one segment of a table has been scanned.</summary>
internal sealed class ScanSegment
{
    public bool IsDone { get; set; }

    /// <summary>Gets or sets the key after which to go on; null for the beginning.</summary>
    public string? Position { get; set; }
}
