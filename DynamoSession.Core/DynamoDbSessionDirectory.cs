using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Directory;
using DynamoSession.Core.DynamoDb;
using DynamoSession.Core.Records;
using DynamoSession.Core.Users;

namespace DynamoSession.Core;

/// <summary>The directory of the sessions in a DynamoDB table.</summary>
public sealed class DynamoDbSessionDirectory : ISessionDirectory, ICapacitySource
{
    private const int ListPage = 25;
    private const int ParallelCalls = 8;

    private readonly CallCapacity _capacity = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _idleTimeout;
    private readonly UserItems _users;
    private readonly UserSessionIds _ids;
    private readonly UserRevoker _revoker;
    private readonly DirectoryItems _items;
    private readonly TableScanner _scanner;

    /// <summary>Uses a table. Nothing is called before an operation is.</summary>
    /// <param name="dynamoDb">The application's client, which this instance never disposes.</param>
    /// <param name="table">Where the sessions are; not to be changed afterwards.</param>
    /// <param name="options">How much capacity scans may consume; not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of capacity units is not greater than zero.</exception>
    public DynamoDbSessionDirectory(IAmazonDynamoDB dynamoDb, SessionTableOptions table, SessionDirectoryOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(dynamoDb);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ReadUnitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WriteUnitsPerSecond);

        _clock = timeProvider;
        _idleTimeout = options.IdleTimeout;
        _users = new(dynamoDb, table, _capacity);
        _ids = new(dynamoDb, table, _capacity);
        _revoker = new(dynamoDb, table, timeProvider, _capacity);
        _items = new(dynamoDb, table, _capacity);
        _scanner = new(_items, options, timeProvider);
    }

    CallCapacity ICapacitySource.Capacity => _capacity;

    private long Now => _clock.GetUtcNow().ToUnixTimeSeconds();

    /// <inheritdoc/>
    public async IAsyncEnumerable<SessionSummary> ListByUserAsync(string userId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);

        // The first page is of those that were bound lately, which the index may lack; it is merged with the others by age.
        var lately = new Queue<SessionSummary>();
        var isFirst = true;
        var user = await _users.GetAsync(userId, cancellationToken).ConfigureAwait(false);
        await foreach (var ids in _ids.ListAsync(userId, user, ListPage, cancellationToken).ConfigureAwait(false))
        {
            var page = await ReadAsync(ids, userId, cancellationToken).ConfigureAwait(false);
            if (isFirst)
            {
                lately = new(page.OrderByDescending(session => session.CreatedAt));
                isFirst = false;
                continue;
            }

            foreach (var session in page)
            {
                while (lately.TryPeek(out var next) && next.CreatedAt >= session.CreatedAt)
                {
                    yield return lately.Dequeue();
                }

                yield return session;
            }
        }

        foreach (var session in lately)
        {
            yield return session;
        }
    }

    /// <inheritdoc/>
    public Task<int> DestroyByUserAsync(string userId, string? exceptSessionId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return _revoker.RevokeAllAsync(userId, exceptSessionId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return _revoker.RevokeAsync(sessionId, userId: null, registration: null, spared: null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(string sessionId, string userId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return _revoker.RevokeAsync(sessionId, userId, registration: null, spared: null, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionSummary> ListAsync(CancellationToken cancellationToken = default) => ListAsync(new SessionScan(segments: 1), cancellationToken);

    /// <summary>Lists all live sessions that a scan has not come to yet. A page counts as read when its last session has been taken.</summary>
    /// <param name="scan">How far the table has been read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<SessionSummary> ListAsync(SessionScan scan, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        scan.ThrowIfComplete();
        for (var segment = 0; segment < scan.Segments.Count; segment++)
        {
            while (!scan.Segments[segment].IsDone)
            {
                var page = await _scanner.ReadAsync(scan, segment, consistentRead: false, cancellationToken).ConfigureAwait(false);
                foreach (var item in page.Items)
                {
                    if (Summarize(item) is { } session)
                    {
                        yield return session;
                    }
                }

                TableScanner.Advance(scan, segment, page);
            }
        }
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => CountAsync(new SessionScan(), cancellationToken);

    /// <summary>Counts the live sessions that a scan has not come to yet.</summary>
    /// <param name="scan">How far the table has been read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The count, with those that the scan had counted before.</returns>
    /// <exception cref="InvalidOperationException">The scan is complete.</exception>
    public async Task<long> CountAsync(SessionScan scan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scan);
        scan.ThrowIfComplete();
        await _scanner.RunAsync(
            scan,
            consistentRead: false,
            (items, _) =>
            {
                scan.Add(items.Count(item => Summarize(item) is not null));
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        return scan.Count;
    }

    /// <inheritdoc/>
    public Task<long> ReapExpiredAsync(CancellationToken cancellationToken = default) => ReapExpiredAsync(new SessionScan(), cancellationToken);

    /// <summary>Deletes the items of sessions that have ended, as far as a scan has not come to them yet.</summary>
    /// <param name="scan">How far the table has been read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many items were deleted, with those before.</returns>
    /// <exception cref="InvalidOperationException">The scan is complete.</exception>
    public Task<long> ReapExpiredAsync(SessionScan scan, CancellationToken cancellationToken = default) => WriteEachAsync(
        scan,
        consistentRead: false,
        item => SummaryReader.MayBeReaped(item.Stored, Now),
        async (item, token) =>
        {
            var (isDeleted, units) = await _items.DeleteExpiredAsync(item.Id, Now, token).ConfigureAwait(false);
            return (isDeleted, units);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<long> ClearAsync(CancellationToken cancellationToken = default) => ClearAsync(new SessionScan(), cancellationToken);

    /// <summary>Ends all sessions that a scan has not come to yet.</summary>
    /// <param name="scan">How far the table has been read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many sessions were ended, with those before.</returns>
    /// <exception cref="InvalidOperationException">The scan is complete.</exception>
    public Task<long> ClearAsync(SessionScan scan, CancellationToken cancellationToken = default) => WriteEachAsync(
        scan,
        consistentRead: true,

        // A session may have been renewed to an id that the scan has passed already.
        item => Summarize(item) is not null || item.Stored.Successor is not null,
        async (item, token) => (await _revoker.RevokeAsync(item.Id, userId: null, registration: null, spared: null, token).ConfigureAwait(false), CostOf(item.Stored)),
        cancellationToken);

    // DynamoDB bills the larger of the sizes before and after.
    private static double CostOf(StoredRecord stored) => Math.Ceiling(((stored.SizeBound ?? 0) + 1) / 1024d);

    private async Task<long> WriteEachAsync(
        SessionScan scan,
        bool consistentRead,
        Predicate<ScannedItem> isMeant,
        Func<ScannedItem, CancellationToken, Task<(bool IsDone, double Units)>> write,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scan);
        scan.ThrowIfComplete();
        await _scanner.RunAsync(
            scan,
            consistentRead,
            async (items, token) =>
            {
                foreach (var item in items.Where(item => isMeant(item)))
                {
                    if (await _scanner.WriteAsync(scan, t => write(item, t), token).ConfigureAwait(false))
                    {
                        scan.Add(1);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
        return scan.Count;
    }

    /// <summary>Returns those of the sessions that are live and the user's, in the same order.</summary>
    private async Task<IReadOnlyList<SessionSummary>> ReadAsync(IReadOnlyList<string> ids, string userId, CancellationToken cancellationToken)
    {
        var sessions = new SessionSummary?[ids.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelCalls, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Count),
            parallel,
            async (index, token) =>
            {
                var stored = await _items.GetAsync(ids[index], token).ConfigureAwait(false);
                sessions[index] = stored?.UserId == userId ? SummaryReader.Read(ids[index], stored, _idleTimeout, Now) : null;
            }).ConfigureAwait(false);
        return [.. sessions.OfType<SessionSummary>()];
    }

    private SessionSummary? Summarize(ScannedItem item) => SummaryReader.Read(item.Id, item.Stored, _idleTimeout, Now);
}
