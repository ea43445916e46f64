using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Support;

/// <summary>A table that counts the calls made to it.</summary>
internal sealed class CountingTable(ISessionTable table) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    private long _reads;
    private long _writes;

    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Gets the number of calls that may write, whether or not they did.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return table.LoadAsync(id, consistentRead, cancellationToken);
    }

    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
        CountWrite().CreateAsync(creation, cancellationToken);

    public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        CountWrite().CommitAsync(commit, cancellationToken);

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        CountWrite().TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => CountWrite().AcquireAsync(lease, cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => CountWrite().ReleaseAsync(lease, cancellationToken);

    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        CountWrite().FenceAsync(fence, cancellationToken);

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => CountWrite().DetachOriginAsync(id, cancellationToken);

    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => CountWrite().DestroyAsync(id, cancellationToken);

    private ISessionTable CountWrite()
    {
        Interlocked.Increment(ref _writes);
        return table;
    }
}
