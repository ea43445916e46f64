using System.Globalization;
using DynamoSession.Benchmarks.Items;
using DynamoSession.Benchmarks.Requests;
using DynamoSession.Core;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.Benchmarks.Calls;

/// <summary>What a request costs at the store, for a session of 20 fields of 100 characters: counted, not timed.</summary>
internal static class CallTable
{
    private static readonly (string Name, Func<SessionPipeline, Task> Send)[] Requests =
    [
        ("no cookie", pipeline => pipeline.SendWithoutCookieAsync()),
        ("cookie, session not used", pipeline => pipeline.SendAsync(SessionPipeline.Nothing)),
        ("one field read", pipeline => pipeline.SendAsync(SessionPipeline.Read)),
        ("one field changed", pipeline => pipeline.SendAsync(SessionPipeline.Change)),
    ];

    public static async Task PrintAsync()
    {
        var dynamoDb = new CannedDynamoDb(fields: 20, fieldLength: 100);
        using var client = dynamoDb.CreateClient();
        var table = new DynamoDbSessionTable(client, new SessionTableOptions(), TimeProvider.System);
        var ours = await SessionPipeline.StartAsync(SessionSystem.DynamoSession, services: services => services.AddSingleton<ISessionTable>(table));
        var cache = new CountingCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
        var microsoft = await SessionPipeline.StartAsync(SessionSystem.Microsoft, services: services => services.AddSingleton<IDistributedCache>(cache));

        await Console.Out.WriteLineAsync(
            """
            | request | session | reads | writes | bytes sent | bytes received |
            |---|---|---|---|---|---|
            """);
        foreach (var (name, send) in Requests)
        {
            await PrintRowAsync(name, "Microsoft", () => send(microsoft), () => [cache.Reads, cache.Writes, cache.SentBytes, cache.ReceivedBytes]);
            await PrintRowAsync(name, "DynamoSession", () => send(ours), () => [dynamoDb.Reads, dynamoDb.Writes, dynamoDb.SentBytes, dynamoDb.ReceivedBytes]);
        }
    }

    private static async Task PrintRowAsync(string request, string session, Func<Task> send, Func<long[]> count)
    {
        var before = count();
        await send();
        var counted = count().Zip(before, (after, start) => (after - start).ToString("N0", CultureInfo.InvariantCulture));
        await Console.Out.WriteLineAsync($"| {request} | {session} | {string.Join(" | ", counted)} |");
    }
}
