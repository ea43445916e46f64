using DynamoSession.AspNetCore.Testing;
using DynamoSession.Core;
using DynamoSession.Tests.Core;
using DynamoSession.Tests.Support.Contract;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace DynamoSession.Tests.AspNetCore.Testing;

/// <summary>Without faults, the fake is a table like any other.</summary>
public sealed class FakeTableContractTests : SessionTableContract
{
    /// <summary>It keeps its sessions in the same memory.</summary>
    internal override IReadOnlyList<KnownDifference> KnownDifferences { get; } = new InMemorySessionTableTests().KnownDifferences;

    private protected override Task<ISessionTable> CreateTableAsync(TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment());
        services.AddSingleton(clock);
        services.AddDynamoSession().UseFakeTable();
        return Task.FromResult(services.BuildServiceProvider().GetRequiredService<ISessionTable>());
    }
}
