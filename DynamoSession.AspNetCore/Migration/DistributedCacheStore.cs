using DynamoSession.Core;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Migration;
using DynamoSession.Core.Migration.Microsoft;
using Microsoft.Extensions.Caching.Distributed;

namespace DynamoSession.AspNetCore.Migration;

/// <summary>Microsoft's sessions in the application's distributed cache, whichever implementation it is.</summary>
internal sealed class DistributedCacheStore(IDistributedCache cache, DistributedCacheMigrationOptions options, TimeProvider clock) : ILegacySessionStore
{
    // AWS's cache uses the SDK too, and other caches connect at the first call.
    private readonly ClientCalls _calls = ClientCalls.Of(cache);

    public async Task<LegacySessionResult> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var blob = await CallAsync("read", () => cache.GetAsync(id, cancellationToken), cancellationToken);
        if (blob is null)
        {
            return LegacySessionResult.NotLive(LegacySessionStatus.Missing);
        }

        var result = DistributedSessionBlob.Read(blob);

        // Reading has extended it in the cache, which doesn't return the new expiry.
        return result.Session is { } session
            ? LegacySessionResult.Live(new LegacySession
            {
                Fields = session.Fields,
                Problems = session.Problems,
                IdleTimeout = options.IdleTimeout,
                ExpiresAt = clock.GetUtcNow() + options.IdleTimeout,
            })
            : result;
    }

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => CallAsync(
        "written",
        async () =>
        {
            await cache.RemoveAsync(id, cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<T> CallAsync<T>(string verb, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(call, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Each cache has its own exception types.
            throw new SessionStoreException(
                $"The distributed cache with the legacy sessions could not be {verb}. Keep it available for as long as sessions are migrated from it.",
                exception)
            {
                IsTransient = true,
            };
        }
    }
}
