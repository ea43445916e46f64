using DynamoSession.AspNetCore.Identity;
using DynamoSession.AspNetCore.Testing.Tables;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>The table in memory, its faults and its clock: what <see cref="FakeSession"/> and <see cref="FakeSessionTable"/> show to a test.</summary>
internal sealed class FakeBackend
{
    private readonly Lazy<Backstage> _backstage;

    /// <param name="services">The application's services.</param>
    /// <param name="isAsynchronous">Whether the application's calls really await, as with DynamoDB; not for a request that waits for its test.</param>
    public FakeBackend(IServiceProvider services, bool isAsynchronous)
    {
        Services = services;

        // Wrong options are refused at once, as when an application starts.
        Options = services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
        Clock = services.GetRequiredService<TimeProvider>();
        Memory = new InMemorySessionTable(Clock) { DefaultIdleTimeout = Options.IdleTimeout };
        Table = new FaultyTable(Memory, (record, use) => Backstage.Compete(record, use), Faults, Timing, Clock, isAsynchronous);

        // It needs the application's pipeline, which needs this table.
        _backstage = new(() => new Backstage(Table, Memory, services.GetRequiredService<ISessionIdentity>(), Clock, services));
    }

    public IServiceProvider Services { get; }

    public DynamoSessionOptions Options { get; }

    public TimeProvider Clock { get; }

    public SessionTableFaults Faults { get; } = new();

    public FaultTiming Timing { get; } = new();

    /// <summary>Gets the table without faults and without a record of its calls.</summary>
    public InMemorySessionTable Memory { get; }

    /// <summary>Gets the application's table.</summary>
    public FaultyTable Table { get; }

    public Backstage Backstage => _backstage.Value;
}
