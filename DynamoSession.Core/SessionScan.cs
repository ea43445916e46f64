using System.Text.Json;
using DynamoSession.Core.Scans;

namespace DynamoSession.Core;

/// <summary>
/// One pass through the whole table, which can be interrupted and resumed, also by another process: by passing the same instance again, or
/// one that was restored from what <see cref="Save"/> has returned.
/// </summary>
public sealed class SessionScan
{
    private const int MaxSegments = 1_000;

    private readonly Lock _lock = new();
    private double _readUnits;
    private double _writeUnits;
    private long _count;

    /// <summary>Starts at the beginning.</summary>
    /// <param name="segments">The number of parts of the table that are read in parallel, 1 to 1,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public SessionScan(int segments = 4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(segments, MaxSegments);
        Segments = [.. Enumerable.Range(0, segments).Select(_ => new ScanSegment())];
    }

    private SessionScan(ScanState state)
    {
        Segments = state.Segments;
        _count = state.Count;
    }

    /// <summary>Gets whether the whole table has been read.</summary>
    public bool IsComplete => Segments.All(segment => segment.IsDone);

    /// <summary>Gets the read capacity units that were consumed since this instance was created.</summary>
    public double ConsumedReadUnits
    {
        get
        {
            lock (_lock)
            {
                return _readUnits;
            }
        }
    }

    /// <summary>Gets the write capacity units that were consumed since this instance was created.</summary>
    public double ConsumedWriteUnits
    {
        get
        {
            lock (_lock)
            {
                return _writeUnits;
            }
        }
    }

    /// <summary>Gets how many sessions were counted or ended, or items deleted, since the beginning.</summary>
    public long Count => Interlocked.Read(ref _count);

    internal IReadOnlyList<ScanSegment> Segments { get; }

    /// <summary>Returns the position as text. It contains keys of the table, so it doesn't belong in a log.</summary>
    public string Save() => JsonSerializer.Serialize(new ScanState { Segments = [.. Segments], Count = Count }, ScanJson.Default.ScanState);

    /// <summary>Continues from a saved position.</summary>
    /// <param name="saved">What <see cref="Save"/> has returned.</param>
    /// <exception cref="FormatException">The text is not a saved position.</exception>
    public static SessionScan Resume(string saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        try
        {
            if (JsonSerializer.Deserialize(saved, ScanJson.Default.ScanState) is { Segments: { Count: >= 1 and <= MaxSegments } segments } state && segments.TrueForAll(segment => segment is not null))
            {
                return new(state);
            }
        }
        catch (JsonException)
        {
            // Its message may quote the text.
        }

        throw new FormatException("This isn't the saved position of a scan. Pass what Save() has returned, or start a new scan.");
    }

    internal void Add(long count) => Interlocked.Add(ref _count, count);

    /// <exception cref="InvalidOperationException">The whole table has been read.</exception>
    internal void ThrowIfComplete()
    {
        if (IsComplete)
        {
            throw new InvalidOperationException("The scan is complete, so there is nothing left to read. Start a new one, and delete the saved position of one that is complete.");
        }
    }

    internal void Consumed(double readUnits, double writeUnits)
    {
        lock (_lock)
        {
            _readUnits += readUnits;
            _writeUnits += writeUnits;
        }
    }
}
