using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.AspNetCore.Testing.Tables;

/// <summary>The in-memory table as a session sees it: its calls are recorded, and fail if the test wants them to.</summary>
/// <param name="table">The table itself.</param>
/// <param name="simulate">Applies changes to a copy of a session.</param>
/// <param name="faults">The faults to inject.</param>
/// <param name="timing">Adds up the time of slow calls.</param>
/// <param name="clock">The clock.</param>
/// <param name="isAsynchronous">Whether calls really await, except those of the test.</param>
internal sealed class FaultyTable(
    InMemorySessionTable table,
    Func<SessionRecord, Action<IDynamoSession>, CompetingCommit> simulate,
    SessionTableFaults faults,
    FaultTiming timing,
    TimeProvider clock,
    bool isAsynchronous) : ISessionTable, ISessionLeaseTable, ISessionOriginTable, INeedsNoTableCreation
{
    private readonly AsyncLocal<bool> _isBackstage = new();
    private readonly List<SessionTableCall> _calls = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Gets or sets whether the following calls in this context are the test's own, which are neither recorded nor fail.</summary>
    public bool IsBackstage
    {
        get => _isBackstage.Value;
        set => _isBackstage.Value = value;
    }

    public IReadOnlyList<SessionTableCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void ClearCalls()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    /// <summary>Returns the live sessions, in no particular order.</summary>
    public async Task<IReadOnlyList<SessionRecord>> ListAsync(CancellationToken cancellationToken)
    {
        string[] ids;
        lock (_lock)
        {
            ids = [.. _ids];
        }

        var records = new List<SessionRecord>();
        foreach (var id in ids)
        {
            if ((await table.LoadAsync(id, consistentRead: true, cancellationToken)).Record is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    /// <summary>Returns a session, regardless of faults.</summary>
    public async Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await table.LoadAsync(id, consistentRead: true, cancellationToken)).Record;

    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Load,
        id,
        changes: null,
        () => !consistentRead && !IsBackstage && faults.Replica?.Find(id, clock.GetUtcNow()) is { } stale
            ? Task.FromResult(stale)
            : table.LoadAsync(id, consistentRead, cancellationToken),
        cancellationToken);

    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _ids.Add(creation.Id);
        }

        var fields = creation.Fields.ToDictionary(field => field.Key, field => SessionChange.Set(field.Value), StringComparer.Ordinal);
        return CallAsync(
            SessionTableOperation.Create,
            creation.Id,
            new SessionChanges(clearsAll: false, fields),
            () => table.CreateAsync(creation, cancellationToken),
            cancellationToken);
    }

    public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Commit,
        commit.Loaded.Id,
        commit.Changes,
        async () =>
        {
            await LetOthersGoFirstAsync(commit.Loaded.Id, cancellationToken);
            return await table.CommitAsync(commit, cancellationToken);
        },
        cancellationToken);

    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Fence,
        fence.Id,
        changes: null,
        async () =>
        {
            await LetOthersGoFirstAsync(fence.Id, cancellationToken);
            return await table.FenceAsync(fence, cancellationToken);
        },
        cancellationToken);

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Touch, id, changes: null, () => table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken), cancellationToken);

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Acquire, lease.Id, changes: null, () => table.AcquireAsync(lease, cancellationToken), cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Release,
        lease.Id,
        changes: null,
        async () =>
        {
            await table.ReleaseAsync(lease, cancellationToken);
            return true;
        },
        cancellationToken);

    Task<SessionWriteStatus> ISessionOriginTable.DetachOriginAsync(string id, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.CompleteMigration, id, changes: null, () => table.RequireOrigins().DetachOriginAsync(id, cancellationToken), cancellationToken);

    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => CallAsync(
        SessionTableOperation.Destroy,
        id,
        changes: null,
        async () =>
        {
            await LetOthersGoFirstAsync(id, cancellationToken);
            return await table.DestroyAsync(id, cancellationToken);
        },
        cancellationToken);

    // What is done from outside the requests is neither recorded nor affected by faults.
    TCapability? ISessionTable.GetCapability<TCapability>()
        where TCapability : class => this as TCapability ?? (typeof(TCapability) == typeof(ISessionDirectory) || typeof(TCapability) == typeof(ISessionUserTable) ? table as TCapability : null);

    private async Task<T> CallAsync<T>(
        SessionTableOperation operation, string id, SessionChanges? changes, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        if (IsBackstage)
        {
            return await call();
        }

        lock (_lock)
        {
            _calls.Add(new SessionTableCall(operation, id, changes is null ? null : new FieldChanges(changes)));
        }

        if (isAsynchronous)
        {
            await Task.Yield();
        }

        faults.ThrowIfFailing(operation);
        if (operation != SessionTableOperation.Load && faults.Replica is { } replica)
        {
            replica.Keep(id, await table.LoadAsync(id, consistentRead: true, cancellationToken));
        }

        var result = await call();
        timing.Elapse(faults.LatencyOf(operation));
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private async Task LetOthersGoFirstAsync(string id, CancellationToken cancellationToken)
    {
        if (IsBackstage)
        {
            return;
        }

        if (faults.TakeEnd())
        {
            await table.DestroyAsync(id, cancellationToken);
        }

        if (faults.TakeConflict() is { } other && await FindAsync(id, cancellationToken) is { } current)
        {
            await CommitOtherAsync(current, simulate(current, other), cancellationToken);
        }
    }

    private Task CommitOtherAsync(SessionRecord current, CompetingCommit other, CancellationToken cancellationToken)
    {
        if (other.EndsId)
        {
            return table.DestroyAsync(current.Id, cancellationToken);
        }

        var end = clock.GetUtcNow() + other.IdleTimeout;
        return table.CommitAsync(
            new SessionCommit
            {
                Loaded = current,
                Changes = other.Changes,
                ExpiresAt = end > current.AbsoluteExpiresAt ? current.AbsoluteExpiresAt.Value : end,
                IdleTimeout = other.OwnIdleTimeout,
                UserId = other.UserId,
            },
            cancellationToken);
    }
}
