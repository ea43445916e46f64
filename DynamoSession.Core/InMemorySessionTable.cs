using DynamoSession.Core.Records;
using DynamoSession.Core.Users;

namespace DynamoSession.Core;

/// <summary>
/// Stores sessions in the memory of this process, for development and tests. They are lost when the process ends, and other instances
/// cannot see them. Every operation has the same outcome as with <see cref="DynamoDbSessionTable"/>; reads are always current, and ended
/// sessions are deleted after a few minutes, like DynamoDB's TTL does within days.
/// </summary>
public sealed partial class InMemorySessionTable : ISessionTable, ISessionLeaseTable, ISessionOriginTable, INeedsNoTableCreation
{
    private const string Name = "in memory";

    // As in DynamoDB, ended sessions stay for a while, so that a late retry learns how its session ended.
    private const long SweepSeconds = 60;

    private static readonly SessionTableOptions Options = new();
    private static readonly RecordAttributes Attributes = Options.Attributes;

    private readonly TimeProvider _timeProvider;
    private readonly Dictionary<string, StoredRecord> _records = new(StringComparer.Ordinal);
    private readonly UserRegister _users = new();
    private readonly Lock _lock = new();
    private long _nextSweep;

    /// <summary>Creates an empty table.</summary>
    /// <param name="timeProvider">The clock that determines which sessions have expired.</param>
    public InMemorySessionTable(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
    }

    /// <summary>
    /// Gets whether every call really awaits, as with DynamoDB: what happens between a call and its result then happens here too. The fakes
    /// for unit tests need calls that have completed when they return.
    /// </summary>
    internal bool IsAsynchronous { get; init; }

    /// <summary>Gets the number of items, including those of ended sessions, for tests.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _records.Count;
            }
        }
    }

    /// <inheritdoc/>
    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return RunAsync(now => Load(id, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(creation);
        return RunAsync(now => Create(creation, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return RunAsync(now => Commit(commit, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return RunAsync(now => Touch(id, idleTimeout, expiresAt.ToUnixTimeSeconds(), now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return RunAsync(now => Destroy(id, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fence);
        return RunAsync(now => Fence(fence, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return RunAsync(now => Acquire(lease, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return RunAsync(_ => Release(lease), cancellationToken);
    }

    Task<SessionWriteStatus> ISessionOriginTable.DetachOriginAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return RunAsync(now => DetachOrigin(id, now), cancellationToken);
    }

    private void Sweep(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepSeconds;
        _users.Sweep(now);
        foreach (var (id, record) in _records)
        {
            if (record.Expires + RecordLimits.TokenSeconds <= now)
            {
                // Removing while enumerating is allowed.
                _records.Remove(id);
            }
        }
    }

    private async Task<T> RunAsync<T>(Func<long, T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsAsynchronous)
        {
            await Task.Yield();
        }

        lock (_lock)
        {
            var now = _timeProvider.GetUtcNow().ToUnixTimeSeconds();
            Sweep(now);
            return operation(now);
        }
    }
}
