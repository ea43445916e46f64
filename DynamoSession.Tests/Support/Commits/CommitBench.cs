using DynamoSession.AspNetCore;
using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using DynamoSession.Core.Fields;
using DynamoSession.Tests.Support.Leaks;
using DynamoSession.Tests.Support.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoSession.Tests.Support.Commits;

/// <summary>Requests' sessions and their commits without HTTP: the package's own services over a table in memory that a test scripts.</summary>
internal sealed class CommitBench : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly WatchedLogs _logs = new();

    /// <param name="source">What brings sessions from elsewhere; null for nothing.</param>
    public CommitBench(ISessionSource? source = null)
    {
        Table = new ScriptedTable(new InMemorySessionTable(Clock));
        Timing = new RecordedTiming(Clock);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ISessionTable>(Table);
        services.AddSingleton<ICallTiming>(Timing);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        services.AddDynamoSession();
        if (source is not null)
        {
            services.AddSingleton(source);
        }

        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedTable Table { get; }

    public RecordedTiming Timing { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public DynamoSessionOptions Options => Get<IOptions<DynamoSessionOptions>>().Value;

    /// <summary>Gets the messages that were logged, with their names.</summary>
    public IEnumerable<(string Name, string Message)> Logged => _logs.Own.GetSnapshot().Select(record => (record.Id.Name!, record.Message));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Listens to what is measured.</summary>
    public ObservedTelemetry Observe() => new(_services, Options.Table.TableName);

    /// <summary>Stores a session, and loads it.</summary>
    public async Task<SessionRecord> StoreAsync(params (string Name, SessionValue Value)[] fields)
    {
        var creation = Sample.Creation(Now, fields: fields);
        await Table.Inner.CreateAsync(creation, default);
        return (await FindAsync(creation.Id))!;
    }

    /// <summary>Loads a session past the script.</summary>
    public async Task<SessionRecord?> FindAsync(string id) => (await Table.Inner.LoadAsync(id, consistentRead: true, default)).Record;

    /// <summary>Changes a session as another request does.</summary>
    public async Task OthersCommitAsync(string id, params (string Name, SessionChange Change)[] changes) =>
        await Table.Inner.CommitAsync(Sample.Commit((await FindAsync(id))!, Sample.Changes(changes)), default);

    /// <summary>Starts a request whose cookie led to a session.</summary>
    public CommittingRequest Open(SessionRecord record, bool isOptimistic = false, SessionLease? lease = null) =>
        new(this, new LoadedSession(SessionId.NewSecret(), record) { Lease = lease }, isOptimistic);

    /// <summary>Starts a request with what was found for its cookies.</summary>
    public CommittingRequest Open(LoadedSession loaded) => new(this, loaded, isOptimistic: false);

    /// <summary>Starts a request without a session.</summary>
    public CommittingRequest OpenNew(bool wasDead = false) => new(this, LoadedSession.None with { JustEnded = wasDead }, isOptimistic: false);

    /// <summary>Starts a request whose session's id is used again once it has ended.</summary>
    public CommittingRequest OpenReused(string id) => new(this, Get<SessionDrafts>().OfReusedId(record: null, id, Options.IdleTimeout));

    public void Dispose() => _services.Dispose();
}
