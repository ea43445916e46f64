using DynamoSession.Core.Capacity;
using DynamoSession.Core.Retries;

namespace DynamoSession.Core.Directory;

/// <summary>Reads a whole table, within a budget of capacity, and calls for work on each page. A page counts as read when its work is done.</summary>
internal sealed class TableScanner(DirectoryItems items, SessionDirectoryOptions options, TimeProvider clock)
{
    // Few enough that a page of large sessions does not consume a budget of many seconds.
    private const int PageSize = 100;

    // For sessions of a typical size; the actual cost is known afterwards.
    private const double ExpectedUnitsPerPage = 12;

    private readonly CapacityBudget _reads = new(options.ReadUnitsPerSecond, clock);
    private readonly CapacityBudget _writes = new(options.WriteUnitsPerSecond, clock);
    private readonly RetryPolicy _retry = new(clock);

    /// <summary>Reads all segments in parallel.</summary>
    /// <param name="scan">How far the table has been read.</param>
    /// <param name="consistentRead">Whether every acknowledged write must be visible, at twice the cost.</param>
    /// <param name="work">What is done with each page.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public Task RunAsync(
        SessionScan scan, bool consistentRead, Func<IReadOnlyList<ScannedItem>, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, scan.Segments.Count),
            new ParallelOptions { MaxDegreeOfParallelism = scan.Segments.Count, CancellationToken = cancellationToken },
            async (segment, token) =>
            {
                while (!scan.Segments[segment].IsDone)
                {
                    var page = await ReadAsync(scan, segment, consistentRead, token).ConfigureAwait(false);
                    await work(page.Items, token).ConfigureAwait(false);
                    Advance(scan, segment, page);
                }
            });

    /// <summary>Reads the next page of a segment, without counting it as read.</summary>
    public async Task<ScannedPage> ReadAsync(SessionScan scan, int segment, bool consistentRead, CancellationToken cancellationToken)
    {
        var page = await _retry.RunAsync(
            token => _reads.SpendAsync(ExpectedUnitsPerPage, ReadPageAsync, token),
            cancellationToken).ConfigureAwait(false);
        scan.Consumed(page.Units, writeUnits: 0);
        return page;

        async Task<ScannedPage> ReadPageAsync(CancellationToken token)
        {
            var read = await items.ScanAsync(segment, scan.Segments.Count, scan.Segments[segment].Position, PageSize, consistentRead, token).ConfigureAwait(false);
            _reads.Consume(read.Units);
            return read;
        }
    }

    /// <summary>Counts a page as read.</summary>
    public static void Advance(SessionScan scan, int segment, ScannedPage page)
    {
        scan.Segments[segment].Position = page.Next;
        scan.Segments[segment].IsDone = page.Next is null;
    }

    /// <summary>Makes a write, which returns its result and the units that it has consumed.</summary>
    public async Task<T> WriteAsync<T>(SessionScan scan, Func<CancellationToken, Task<(T Result, double Units)>> write, CancellationToken cancellationToken)
    {
        var (result, units) = await _retry.RunAsync(
            token => _writes.SpendAsync(1, async t => ConsumeWrite(await write(t).ConfigureAwait(false)), token), cancellationToken).ConfigureAwait(false);
        scan.Consumed(readUnits: 0, units);
        return result;
    }

    private (T Result, double Units) ConsumeWrite<T>((T Result, double Units) written)
    {
        _writes.Consume(written.Units);
        return written;
    }
}
