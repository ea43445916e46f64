using DynamoSession.Core;

namespace DynamoSession.AspNetCore.Telemetry;

/// <summary>A directory whose revocations are counted.</summary>
internal sealed class CountedDirectory(ISessionDirectory inner, SessionCounters counters) : ISessionDirectory
{
    private const string Session = "session";
    private const string User = "user";
    private const string All = "all";

    public IAsyncEnumerable<SessionSummary> ListByUserAsync(string userId, CancellationToken cancellationToken) => inner.ListByUserAsync(userId, cancellationToken);

    public async Task<int> DestroyByUserAsync(string userId, string? exceptSessionId, CancellationToken cancellationToken)
    {
        var ended = await inner.DestroyByUserAsync(userId, exceptSessionId, cancellationToken);
        counters.Revoked(User, ended);
        return ended;
    }

    public async Task<bool> DestroyAsync(string sessionId, CancellationToken cancellationToken)
    {
        var wasLive = await inner.DestroyAsync(sessionId, cancellationToken);
        counters.Revoked(Session, wasLive ? 1 : 0);
        return wasLive;
    }

    public async Task<bool> DestroyAsync(string sessionId, string userId, CancellationToken cancellationToken)
    {
        var wasLive = await inner.DestroyAsync(sessionId, userId, cancellationToken);
        counters.Revoked(Session, wasLive ? 1 : 0);
        return wasLive;
    }

    public IAsyncEnumerable<SessionSummary> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public Task<long> ReapExpiredAsync(CancellationToken cancellationToken) => inner.ReapExpiredAsync(cancellationToken);

    public async Task<long> ClearAsync(CancellationToken cancellationToken)
    {
        var ended = await inner.ClearAsync(cancellationToken);
        counters.Revoked(All, ended);
        return ended;
    }
}
