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

    private SessionLoadResult Load(string id, long now) => RecordState.ToLoadResult(_records.GetValueOrDefault(id), id, now);

    private SessionWriteStatus Create(SessionCreation creation, long now)
    {
        if (RecordState.RefusalOfCreate(_records.GetValueOrDefault(creation.Id), creation, now) is { } refusal)
        {
            return refusal;
        }

        var binding = Bind(UserBindingRequest.Of(creation), now);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        creation.BoundAt = binding.At;
        Put(creation.Id, RecordWrites.Create(creation, binding.Since, now));
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus Commit(SessionCommit commit, long now)
    {
        var id = commit.Loaded.Id;
        var stored = _records.GetValueOrDefault(id);
        var refusal = RecordState.RefusalOfCommit(stored, commit, now);
        if (commit.Progress.IsApplied)
        {
            // Its token may have been removed since.
            return SessionWriteStatus.AlreadyApplied;
        }

        if (refusal is { } reason)
        {
            return reason;
        }

        var binding = Bind(UserBindingRequest.Of(commit), now);
        if (binding.Refusal is { } unbound)
        {
            return unbound;
        }

        Put(id, RecordWrites.Commit(stored!, commit, binding.Since, now));
        commit.Progress.Applied();
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus Touch(string id, TimeSpan? idleTimeout, long expires, long now)
    {
        var stored = _records.GetValueOrDefault(id);
        if (RecordState.RefusalOfTouch(stored, expires, now) is { } refusal)
        {
            return refusal;
        }

        if (!stored!.HasIdleTimeout(idleTimeout))
        {
            return SessionWriteStatus.Conflict;
        }

        _records[id] = stored with { Expires = expires };
        return SessionWriteStatus.Applied;
    }

    private bool Destroy(string id, long now)
    {
        var next = id;
        while (_records.GetValueOrDefault(next) is { } stored)
        {
            if (!stored.IsTombstone)
            {
                _records[next] = RecordWrites.SignOut(stored, now);
                return true;
            }

            if (stored.Successor is not { } successor)
            {
                return false;
            }

            next = successor;
        }

        return false;
    }

    private SessionWriteStatus Fence(SessionFence fence, long now)
    {
        var stored = _records.GetValueOrDefault(fence.Id);
        if (RecordState.RefusalOfFence(stored, fence, now) is { } refusal)
        {
            return refusal;
        }

        if (stored!.Version != fence.Version || RecordState.HasLostLease(stored, fence.Lease))
        {
            return SessionWriteStatus.Conflict;
        }

        _records[fence.Id] = RecordWrites.Fence(stored, fence, now);
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus DetachOrigin(string id, long now)
    {
        var stored = _records.GetValueOrDefault(id);
        if (RecordState.RefusalOfDetach(stored, now) is { } refusal)
        {
            return refusal;
        }

        _records[id] = stored! with { Origin = OriginValues.Complete(stored.Origin!, now) };
        return SessionWriteStatus.Applied;
    }

    private SessionLoadResult Acquire(SessionLease lease, long now)
    {
        var stored = _records.GetValueOrDefault(lease.Id);
        var isFree = RecordState.OfLoaded(stored, now) == SessionLoadStatus.Live && RecordState.IsFree(stored!, now);
        if (isFree)
        {
            stored = RecordWrites.Acquire(stored!, lease, now);
            _records[lease.Id] = stored;
        }

        return RecordState.OfAcquired(stored, lease, isFree, now);
    }

    private bool Release(SessionLease lease)
    {
        if (_records.GetValueOrDefault(lease.Id) is not { } stored || stored.LeaseOwner != lease.Owner)
        {
            return false;
        }

        _records[lease.Id] = RecordWrites.Release(stored);
        return true;
    }

    private void Put(string id, StoredRecord record)
    {
        if (ItemSize.Of(Options.KeyPrefix + id, record, Attributes) > RecordLimits.MaxItemBytes)
        {
            throw new SessionTooLargeException(ItemSize.Describe(Name, record.Fields!));
        }

        _records[id] = record;
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
