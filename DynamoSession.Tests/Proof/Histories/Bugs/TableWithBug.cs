using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Histories.Bugs;

/// <summary>The package's table, for a bug to override.</summary>
internal abstract class TableWithBug(ISessionTable table) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    public virtual Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
        table.LoadAsync(id, consistentRead, cancellationToken);

    public virtual Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
        table.CreateAsync(creation, cancellationToken);

    public virtual Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        table.CommitAsync(commit, cancellationToken);

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

    public virtual Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        table.FenceAsync(fence, cancellationToken);

    public virtual Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => table.DestroyAsync(id, cancellationToken);

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => table.AcquireAsync(lease, cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => table.ReleaseAsync(lease, cancellationToken);

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) =>
        table.DetachOriginAsync(id, cancellationToken);
}
