using System.Diagnostics;
using DynamoSession.Benchmarks.Applications;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>The visitors of one application, on <see cref="Connections"/> connections, each of which sends its next request when it has an answer.</summary>
/// <param name="application">The application.</param>
/// <param name="visitors">Its visitors, of whom each connection has as many as any other; a session is used by one request at a time.</param>
internal sealed class Crowd(ApplicationProcess application, IReadOnlyList<Visitor> visitors)
{
    public const int Connections = 16;

    /// <summary>Lets them visit for some time.</summary>
    public async Task<Round> VisitAsync(Workload workload, TimeSpan duration)
    {
        var allocated = await application.AllocatedBytesAsync();
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => HttpConnection.OpenAsync(application.Address)));
        var processor = application.ProcessorTime();
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var times = (await Task.WhenAll(connections.Select((connection, index) => Task.Run(() => VisitAsync(connection, VisitorsOf(index), workload, end))))).SelectMany(all => all).Order().ToArray();
        var elapsed = Stopwatch.GetElapsedTime(start);
        processor = application.ProcessorTime() - processor;
        Array.ForEach(connections, connection => connection.Dispose());
        allocated = await application.AllocatedBytesAsync() - allocated;
        return new(
            processor.TotalMicroseconds / times.Length,
            allocated / (double)times.Length,
            times.Length / elapsed.TotalSeconds,
            MillisecondsOf(times[times.Length / 2]),
            MillisecondsOf(times[times.Length * 99 / 100]));
    }

    private static double MillisecondsOf(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;

    private static async Task<List<long>> VisitAsync(HttpConnection connection, Visitor[] visitors, Workload workload, long end)
    {
        var times = new List<long>();
        for (var start = Stopwatch.GetTimestamp(); start < end;)
        {
            // Whole cycles of the workload for one visitor after another.
            var visitor = visitors[times.Count / workload.Requests.Count % visitors.Length];
            await visitor.RequestAsync(connection, workload.Requests[times.Count % workload.Requests.Count]);
            var now = Stopwatch.GetTimestamp();
            times.Add(now - start);
            start = now;
        }

        return times;
    }

    // A single visitor, whose store replays, is everywhere at once.
    private Visitor[] VisitorsOf(int connection) =>
        visitors.Count == 1 ? [.. visitors] : [.. visitors.Where((_, index) => index % Connections == connection)];
}
