using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.Support.Migration;

/// <summary>What Microsoft's own session puts into a cache.</summary>
internal static class MicrosoftBlob
{
    public static async Task<byte[]> WriteAsync(Action<ISession> change)
    {
        const string Key = "00000000-0000-0000-0000-000000000000";
        var cache = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
        var session = new DistributedSessionStore(cache, NullLoggerFactory.Instance).Create(
            Key, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), () => true, isNewSessionKey: true);
        change(session);
        await session.CommitAsync();
        return (await cache.GetAsync(Key))!;
    }
}
