using DynamoSession.Tests.Proof.Load;
using Microsoft.Extensions.Caching.Distributed;

namespace DynamoSession.Tests.Proof.Peers;

/// <summary>A distributed cache at the other end of a <see cref="StoreLink"/>. Its synchronous calls block their thread, as those of any cache on a network do.</summary>
internal sealed class RemoteCache(StoreLink link, IDistributedCache cache) : IDistributedCache
{
    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await link.SendAsync(nameof(GetAsync), isWrite: false, token);
        return await cache.GetAsync(key, token);
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        await link.SendAsync(nameof(RefreshAsync), isWrite: true, token);
        await cache.RefreshAsync(key, token);
    }

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await link.SendAsync(nameof(RemoveAsync), isWrite: true, token);
        await cache.RemoveAsync(key, token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await link.SendAsync(nameof(SetAsync), isWrite: true, token);
        await cache.SetAsync(key, value, options, token);
    }
}
