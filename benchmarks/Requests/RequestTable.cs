using System.Diagnostics;
using System.Globalization;
using DynamoSession.Benchmarks.Items;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Benchmarks.Requests;

/// <summary>
/// Time, processor time and allocation of a request in a few seconds, one line for each kind: for comparing two builds by running them in turns on a
/// machine that is not idle. The figures of one build are <see cref="RequestBenchmarks"/>'s.
/// </summary>
internal static class RequestTable
{
    private const int Requests = 400;
    private const int Batches = 40;

    public static async Task PrintAsync()
    {
        foreach (var kiloBytes in new[] { 2, 20 })
        {
            var inMemory = await SessionPipeline.StartAsync(SessionSystem.DynamoSession, kiloBytes);
            await PrintAsync("in memory", kiloBytes, inMemory);

            using var client = new CannedDynamoDb(fields: 20, fieldLength: kiloBytes * 1_000 / 20).CreateClient();
            var table = new DynamoDbSessionTable(client, new SessionTableOptions(), TimeProvider.System);
            // Every request gets the same record, which must not expire: the real clock.
            var canned = await SessionPipeline.StartAsync(
                SessionSystem.DynamoSession, kiloBytes, services => services.AddSingleton<ISessionTable>(table).AddSingleton(TimeProvider.System));
            await PrintAsync("DynamoDB without a network", kiloBytes, canned);
        }
    }

    private static async Task PrintAsync(string table, int kiloBytes, SessionPipeline pipeline)
    {
        foreach (var path in new[] { SessionPipeline.Read, SessionPipeline.Change })
        {
            await SendAsync(pipeline, path, Requests * 5);
            var times = new List<double>();
            var processor = Environment.CpuUsage.TotalTime;
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            for (var batch = 0; batch < Batches; batch++)
            {
                var start = Stopwatch.GetTimestamp();
                await SendAsync(pipeline, path, Requests);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Requests);
            }

            allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (Requests * Batches);
            processor = Environment.CpuUsage.TotalTime - processor;
            // The fastest batch is the one that was disturbed least; processor time leaves out what other processes took.
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{table}\t{kiloBytes} KB\t{path[1..]}\t{times.Min():F2} us\t{processor.TotalMicroseconds / (Requests * Batches):F2} us\t{allocated} B"));
        }
    }

    private static async Task SendAsync(SessionPipeline pipeline, string path, int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            await pipeline.SendAsync(path);
        }
    }
}
