using Microsoft.Extensions.Caching.Distributed;

namespace DynamoSession.Benchmarks.Calls;

/// <summary>Counts what Microsoft's session asks of its cache. A cache on DynamoDB may need several calls for one of these.</summary>
internal sealed class CountingCache(IDistributedCache cache) : IDistributedCache
{
    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public long SentBytes { get; private set; }

    public long ReceivedBytes { get; private set; }

    public byte[]? Get(string key) => Received(cache.Get(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Received(await cache.GetAsync(key, token));

    public void Refresh(string key)
    {
        Writes++;
        cache.Refresh(key);
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        Writes++;
        return cache.RefreshAsync(key, token);
    }

    public void Remove(string key)
    {
        Writes++;
        cache.Remove(key);
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Writes++;
        return cache.RemoveAsync(key, token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        Sent(value);
        cache.Set(key, value, options);
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Sent(value);
        return cache.SetAsync(key, value, options, token);
    }

    private byte[]? Received(byte[]? value)
    {
        Reads++;
        ReceivedBytes += value?.Length ?? 0;
        return value;
    }

    private void Sent(byte[] value)
    {
        Writes++;
        SentBytes += value.Length;
    }
}
