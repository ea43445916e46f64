using DynamoSession.Core;
using DynamoSession.Core.Fields;

namespace DynamoSession.Tests.Proof.Model;

/// <summary>A table with one bug.</summary>
internal sealed class MutantTable(ISessionTable table, Mutant mutant) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) => table.LoadAsync(id, consistentRead, cancellationToken);

    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) => table.CreateAsync(creation, cancellationToken);

    public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken)
    {
        var fields = commit.Changes.Fields.Where(field => mutant != Mutant.KeepsRemovedFields || field.Value.Kind != SessionChangeKind.Remove);
        return table.CommitAsync(
            new SessionCommit
            {
                Loaded = commit.Loaded,
                Changes = new SessionChanges(commit.Changes.ClearsAll, fields.ToDictionary()),
                ExpiresAt = commit.ExpiresAt,
                IdleTimeout = commit.IdleTimeout,
                AbsoluteExpiresAt = commit.AbsoluteExpiresAt,
                UserId = mutant == Mutant.IgnoresUserChanges ? commit.Loaded.UserId : commit.UserId,
                RequiresLoadedVersion = commit.RequiresLoadedVersion,
            },
            cancellationToken);
    }

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        mutant == Mutant.IgnoresTouches ? Task.FromResult(SessionWriteStatus.Applied) : table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken);

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => table.DetachOriginAsync(id, cancellationToken);

    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) =>
        mutant == Mutant.IgnoresDestroy ? Task.FromResult(true) : table.DestroyAsync(id, cancellationToken);

    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        mutant == Mutant.LeavesThePreviousIdLive ? Task.FromResult(SessionWriteStatus.Applied) : table.FenceAsync(fence, cancellationToken);

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) => table.AcquireAsync(lease, cancellationToken);

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => table.ReleaseAsync(lease, cancellationToken);
}
