using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Time;

/// <summary>A table that applies a commit, but whose response is delayed and then a failure.</summary>
internal sealed class SlowResponseTable(ISessionTable table, TimeProvider clock) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    /// <summary>Gets or sets how long the response to the next commit is delayed before it fails; null for neither.</summary>
    public TimeSpan? Delay { get; set; }

    public async Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        var delay = Delay;
        Delay = null;
        var status = await table.CommitAsync(commit, cancellationToken);
        if (delay is { } slow)
        {
            await Task.Delay(slow, clock, cancellationToken);
            throw new SessionStoreException("Injected.");
        }

        return status;
    }

    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
        table.LoadAsync(id, consistentRead, cancellationToken);

    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) => table.CreateAsync(creation, cancellationToken);

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => table.AcquireAsync(lease, cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => table.ReleaseAsync(lease, cancellationToken);

    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        table.FenceAsync(fence, cancellationToken);

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => table.DetachOriginAsync(id, cancellationToken);

    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => table.DestroyAsync(id, cancellationToken);
}
