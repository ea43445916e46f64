using DynamoSession.Core.Fields;
using DynamoSession.Core.Fields.Tracking;
using DynamoSession.Core.Records;

namespace DynamoSession.Core;

/// <summary>
/// Stores sessions in the memory of this process, for development and tests. They are lost when the process ends, and other instances
/// cannot see them. Every operation has the same outcome as with <see cref="DynamoDbSessionTable"/>; reads are always current, and ended
/// sessions are deleted after a few minutes, like DynamoDB's TTL does within days.
/// </summary>
public sealed class InMemorySessionTable : ISessionTable, ISessionLeaseTable, ISessionOriginTable, INeedsNoTableCreation
{
    private const string Name = "in memory";

    // As in DynamoDB, ended sessions stay for a while, so that a late retry learns how its session ended.
    private const long SweepSeconds = 60;

    private static readonly SessionTableOptions Options = new();
    private static readonly RecordAttributes Attributes = Options.Attributes;

    private readonly TimeProvider _timeProvider;
    private readonly Dictionary<string, StoredRecord> _records = new(StringComparer.Ordinal);
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

        Put(creation.Id, new()
        {
            Fields = new Dictionary<string, SessionValue>(creation.Fields, StringComparer.Ordinal),
            CommitTokens = new Dictionary<string, long>(StringComparer.Ordinal) { [creation.Token] = now },
            Expires = creation.ExpiresAt.ToUnixTimeSeconds(),
            AbsoluteExpiry = creation.AbsoluteExpiresAt?.ToUnixTimeSeconds(),
            CreatedAt = creation.CreatedAt.ToUnixTimeSeconds(),
            Version = creation.Version,
            IdleTimeout = (long?)creation.IdleTimeout?.TotalSeconds,
            UserId = creation.UserId,
            IsPersistent = creation.IsPersistent,
            Origin = creation.Origin is { } origin ? origin with { AcceptedUntil = DateTimeOffset.FromUnixTimeSeconds(origin.AcceptedUntil.ToUnixTimeSeconds()) } : null,
            Format = RecordLimits.Format,
        });
        return SessionWriteStatus.Applied;
    }

    private SessionWriteStatus Commit(SessionCommit commit, long now)
    {
        if (commit.Progress.IsApplied)
        {
            return SessionWriteStatus.AlreadyApplied;
        }

        var id = commit.Loaded.Id;
        var stored = _records.GetValueOrDefault(id);
        if (RecordState.RefusalOfCommit(stored, commit, now) is { } refusal)
        {
            return refusal;
        }

        var fields = commit.Changes.ApplyTo(stored!.Fields!);
        if (commit.MaxBytes is { } maxBytes)
        {
            FieldSizes.ThrowIfLargerThan(maxBytes, stored.Fields!, fields);
        }

        var setsEnd = commit.ChangesIdleTimeout || (commit.Extends && RecordState.MayExtend(stored, commit));
        var keepsLease = commit.Lease is null || commit.KeepsLease;
        Put(id, stored with
        {
            Fields = fields,
            CommitTokens = WithToken(stored.CommitTokens!, commit, now),
            Expires = setsEnd ? commit.ExpiresAt.ToUnixTimeSeconds() : stored.Expires,
            IsPersistent = commit.ChangesPersistence ? commit.IsPersistent : stored.IsPersistent,
            UserId = commit.ChangesUser ? commit.UserId : stored.UserId,
            IdleTimeout = commit.ChangesIdleTimeout ? (long?)commit.IdleTimeout?.TotalSeconds : stored.IdleTimeout,
            LeaseOwner = keepsLease ? stored.LeaseOwner : null,
            LeaseExpires = keepsLease ? stored.LeaseExpires : null,
            Version = stored.Version + 1,
        });
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
                _records[next] = Tombstone(stored, now) with { WasSignedOut = true };
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

        var tokens = new Dictionary<string, long>(stored.CommitTokens!, StringComparer.Ordinal) { [fence.Token] = now };
        _records[fence.Id] = Tombstone(stored, now) with { CommitTokens = tokens, Successor = fence.SuccessorId };
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
            stored = stored! with { LeaseOwner = lease.Owner, LeaseExpires = now + (long)Math.Ceiling(lease.Duration.TotalSeconds) };
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

        _records[lease.Id] = stored with { LeaseOwner = null, LeaseExpires = null };
        return true;
    }

    private static StoredRecord Tombstone(StoredRecord stored, long now) => stored with
    {
        Fields = null,
        UserId = null,
        IdleTimeout = null,
        LeaseOwner = null,
        LeaseExpires = null,
        IsPersistent = false,
        Origin = null,
        IsTombstone = true,
        Expires = now + RecordLimits.TombstoneSeconds,
    };

    private void Put(string id, StoredRecord record)
    {
        if (ItemSize.Of(Options.KeyPrefix + id, record, Attributes) > RecordLimits.MaxItemBytes)
        {
            throw new SessionTooLargeException(ItemSize.Describe(Name, record.Fields!));
        }

        _records[id] = record;
    }

    /// <summary>Removes only tokens that the commit has loaded, like the DynamoDB table does.</summary>
    private static Dictionary<string, long> WithToken(IReadOnlyDictionary<string, long> tokens, SessionCommit commit, long now)
    {
        var result = new Dictionary<string, long>(tokens, StringComparer.Ordinal) { [commit.Token] = now };
        foreach (var token in CommitTokens.Removable(CommitBasis.Of(commit.Loaded), TokenLimits.Default, now).Tokens)
        {
            result.Remove(token);
        }

        return result;
    }

    private void Sweep(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepSeconds;
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
