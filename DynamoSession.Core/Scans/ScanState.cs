namespace DynamoSession.Core.Scans;

/// <summary>What is saved of a scan.</summary>
internal sealed class ScanState
{
    public List<ScanSegment> Segments { get; set; } = [];

    public long Count { get; set; }
}
