using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Fixation;

/// <summary>
/// A table whose calls are interleaved with those of parallel requests at random, and which sometimes fails: before a write, or after
/// it, so that the response is lost.
/// </summary>
/// <param name="table">The table to wrap.</param>
/// <param name="failingWrites">The share of writes that fail.</param>
internal sealed class ShuffledTable(ISessionTable table, double failingWrites) : ISessionTable, ISessionLeaseTable, ISessionOriginTable
{
    private const int MaxYields = 4;

    private int _failures;

    public int Failures => _failures;

    public Task<SessionLoadResult> LoadAsync(string id, bool consistentRead, CancellationToken cancellationToken) =>
        ShuffleAsync(() => table.LoadAsync(id, consistentRead, cancellationToken));

    public Task<SessionWriteStatus> CreateAsync(SessionCreation creation, CancellationToken cancellationToken) =>
        WriteAsync(() => table.CreateAsync(creation, cancellationToken));

    public Task<SessionWriteStatus> CommitAsync(SessionCommit commit, CancellationToken cancellationToken) =>
        WriteAsync(() => table.CommitAsync(commit, cancellationToken));

    public Task<SessionWriteStatus> TouchAsync(string id, TimeSpan? idleTimeout, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        WriteAsync(() => table.TouchAsync(id, idleTimeout, expiresAt, cancellationToken));

    public Task<SessionLoadResult> AcquireAsync(SessionLease lease, CancellationToken cancellationToken) =>
        WriteAsync(() => table.AcquireAsync(lease, cancellationToken));

    public Task ReleaseAsync(SessionLease lease, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await table.ReleaseAsync(lease, cancellationToken);
        return true;
    });

    public Task<SessionWriteStatus> FenceAsync(SessionFence fence, CancellationToken cancellationToken) =>
        WriteAsync(() => table.FenceAsync(fence, cancellationToken));

    public Task<SessionWriteStatus> DetachOriginAsync(string id, CancellationToken cancellationToken) => WriteAsync(() => table.DetachOriginAsync(id, cancellationToken));

    public Task<bool> DestroyAsync(string id, CancellationToken cancellationToken) => WriteAsync(() => table.DestroyAsync(id, cancellationToken));

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        FailSometimes();
        var result = await ShuffleAsync(write);
        FailSometimes();
        return result;
    }

    private void FailSometimes()
    {
        if (Random.Shared.NextDouble() < failingWrites / 2)
        {
            Interlocked.Increment(ref _failures);

            // Not transient, so that the request does not retry: here, the user does.
            throw new SessionStoreException("Injected.") { IsTransient = false };
        }
    }

    private static async Task<T> ShuffleAsync<T>(Func<Task<T>> call)
    {
        await YieldAsync();
        var result = await call();
        await YieldAsync();
        return result;
    }

    private static async Task YieldAsync()
    {
        for (var yields = Random.Shared.Next(MaxYields); yields > 0; yields--)
        {
            await Task.Yield();
        }
    }
}
