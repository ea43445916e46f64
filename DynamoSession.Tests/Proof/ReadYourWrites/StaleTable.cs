using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Proof.ReadYourWrites;

/// <summary>
/// A table whose replicas lag: a read that is not strong shows the table as it was some time ago, with a different lag for each read.
/// </summary>
/// <param name="table">The underlying table, which is always current.</param>
/// <param name="clock">The table's clock.</param>
/// <param name="random">Draws the lag of each read.</param>
/// <param name="maxLag">The longest lag.</param>
internal sealed class StaleTable(ISessionTable table, TimeProvider clock, Random random, TimeSpan maxLag) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    private readonly Dictionary<string, List<(DateTimeOffset Since, SessionLoadResult Result)>> _versions = new(StringComparer.Ordinal);

    public int StrongReads { get; private set; }

    public int EventualReads { get; private set; }

    /// <summary>Gets or sets the callback for every write of fields, in the order in which the table applies them.</summary>
    public Action<IEnumerable<SessionValue>> Written { get; set; } = _ => { };

    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        if (consistentRead)
        {
            StrongReads++;
            return table.LoadAsync(id, consistentRead: true, cancellationToken);
        }

        EventualReads++;
        return Task.FromResult(AsOf(id, clock.GetUtcNow() - (maxLag * random.NextDouble())));
    }

    public async Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken)
    {
        var status = await table.CreateAsync(creation, cancellationToken);
        Written(creation.Fields.Values);
        return await AfterAsync(creation.Id, status);
    }

    public async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        var status = await table.CommitAsync(commit, cancellationToken);
        if (status == SessionWriteStatus.Applied)
        {
            Written(commit.Changes.Fields.Values.Select(change => change.Value!));
        }

        return await AfterAsync(commit.Loaded.Id, status);
    }

    public async Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await AfterAsync(id, await table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken));

    public async Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        await AfterAsync(fence.Id, await table.FenceAsync(fence, cancellationToken));

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => table.DetachOriginAsync(id, cancellationToken);

    public async Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) =>
        await AfterAsync(id, await table.DestroyAsync(id, cancellationToken));

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => table.AcquireAsync(lease, cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => table.ReleaseAsync(lease, cancellationToken);

    private SessionLoadResult AsOf(string id, DateTimeOffset time)
    {
        var index = _versions.TryGetValue(id, out var versions) ? versions.FindLastIndex(version => version.Since <= time) : -1;
        return index < 0 ? SessionLoadResult.None(SessionLoadStatus.Missing) : versions![index].Result;
    }

    private async Task<T> AfterAsync<T>(string id, T status)
    {
        var now = clock.GetUtcNow();
        if (!_versions.TryGetValue(id, out var versions))
        {
            _versions[id] = versions = [];
        }

        versions.Add((now, await table.LoadAsync(id, consistentRead: true, default)));

        // The last version older than any lag can still be read.
        var oldest = versions.FindLastIndex(version => version.Since <= now - maxLag);
        versions.RemoveRange(0, Math.Max(0, oldest));
        return status;
    }
}
