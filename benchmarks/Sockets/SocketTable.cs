using DynamoSession.Benchmarks.Applications;
using DynamoSession.Benchmarks.Stores;
using DynamoSession.Tests.Support.Engine;

namespace DynamoSession.Benchmarks.Sockets;

/// <summary>
/// The same application on each kind of sessions, on its server, in a process of its own, visited over sockets. Everything is measured in turns, so
/// that what else the machine does concerns all of it.
/// </summary>
internal static class SocketTable
{
    private static readonly int[] Sizes = [2, 20];

    /// <summary>Measures browsing on a DynamoDB that replays, and on DynamoDB Local.</summary>
    public static async Task PrintAsync(Effort effort)
    {
        await PrintOnReplayAsync([Workload.Browse], effort);
        await PrintOnLocalAsync([Workload.Browse], effort);
    }

    /// <summary>Measures every workload on a DynamoDB that replays.</summary>
    public static Task PrintAllAsync(Effort effort) => PrintOnReplayAsync(Workload.All, effort);

    private static async Task PrintOnReplayAsync(IReadOnlyList<Workload> workloads, Effort effort)
    {
        using var engine = await StartEngineAsync();
        using var redis = await RedisServer.StartAsync();
        await using var recording = await RecordingProcess.StartAsync(engine.Endpoint);
        var kinds = Enum.GetValues<SessionKind>().Where(kind => kind != SessionKind.MicrosoftOnRedis || redis is not null);
        await UseAsync(kinds, recording.Address, recording, redis, async subjects =>
        {
            await recording.SetModeAsync(RecordingMode.Count);
            foreach (var (subject, kiloBytes, workload) in Combine(subjects, workloads))
            {
                await subject.CountAsync(kiloBytes, workload);
            }

            await recording.SetModeAsync(RecordingMode.Record);
            foreach (var subject in subjects)
            {
                foreach (var kiloBytes in Sizes)
                {
                    // A DynamoDB that replays has one session for all.
                    await (SessionKinds.AreOnDynamoDb(subject.Kind) ? subject.FillAsync(kiloBytes, visitors: 1, keepsChanges: false) : subject.FillAsync(kiloBytes, effort.Visitors, keepsChanges: true));
                }
            }

            await recording.SetModeAsync(RecordingMode.Replay);
            await MeasureAsync(subjects, workloads, effort);
            await PrintAsync("DynamoDB replays", subjects, workloads);
        });
    }

    private static async Task PrintOnLocalAsync(IReadOnlyList<Workload> workloads, Effort effort)
    {
        using var engine = await StartEngineAsync();
        using var redis = await RedisServer.StartAsync();
        var kinds = Enum.GetValues<SessionKind>().Where(kind => SessionKinds.AreOnDynamoDb(kind) || (kind == SessionKind.MicrosoftOnRedis && redis is not null));
        await UseAsync(kinds, engine.Endpoint, recording: null, redis, async subjects =>
        {
            foreach (var subject in subjects)
            {
                foreach (var kiloBytes in Sizes)
                {
                    await subject.FillAsync(kiloBytes, effort.Visitors, keepsChanges: true);
                }
            }

            await MeasureAsync(subjects, workloads, effort);
            await PrintAsync("DynamoDB Local", subjects, workloads);
        });
    }

    private static async Task<EngineProcess> StartEngineAsync()
    {
        var engine = await EngineProcess.StartAsync(isBrief: false);
        foreach (var kind in Enum.GetValues<SessionKind>().Where(SessionKinds.AreOnDynamoDb))
        {
            await LocalTables.CreateAsync(engine.Endpoint, $"{kind}");
        }

        return engine;
    }

    private static async Task UseAsync(IEnumerable<SessionKind> kinds, Uri dynamoDb, IStore? recording, RedisServer? redis, Func<IReadOnlyList<Subject>, Task> use)
    {
        var subjects = new List<Subject>();
        try
        {
            foreach (var kind in kinds)
            {
                // Each has a table of its own.
                var settings = new ApplicationSettings { Table = $"{kind}", Redis = redis?.Address ?? "" };
                var store = kind == SessionKind.MicrosoftOnRedis ? redis : SessionKinds.AreOnDynamoDb(kind) ? recording : null;
                subjects.Add(new Subject(kind, await ApplicationProcess.StartAsync(kind, dynamoDb, settings), store));
            }

            await use(subjects);
        }
        finally
        {
            foreach (var subject in subjects)
            {
                await subject.DisposeAsync();
            }
        }
    }

    private static async Task MeasureAsync(IReadOnlyList<Subject> subjects, IReadOnlyList<Workload> workloads, Effort effort)
    {
        for (var round = -effort.WarmUps; round < effort.Rounds; round++)
        {
            foreach (var (subject, kiloBytes, workload) in Combine(subjects, workloads))
            {
                await subject.MeasureAsync(kiloBytes, workload, effort.Duration, isCounted: round >= 0);
            }
        }
    }

    // The subjects innermost: what is compared is measured at nearly the same time.
    private static IEnumerable<(Subject Subject, int KiloBytes, Workload Workload)> Combine(IReadOnlyList<Subject> subjects, IReadOnlyList<Workload> workloads) =>
        from kiloBytes in Sizes
        from workload in workloads
        from subject in subjects
        select (subject, kiloBytes, workload);

    private static async Task PrintAsync(string dynamoDb, IReadOnlyList<Subject> subjects, IReadOnlyList<Workload> workloads)
    {
        foreach (var kiloBytes in Sizes)
        {
            foreach (var workload in workloads)
            {
                await Console.Out.WriteLineAsync($"\n{workload.Name}, {kiloBytes} KB, {dynamoDb}\n\n{SocketLines.Head}");
                foreach (var subject in subjects)
                {
                    await Console.Out.WriteLineAsync(SocketLines.Of(subject, subjects, kiloBytes, workload));
                }
            }
        }
    }
}
