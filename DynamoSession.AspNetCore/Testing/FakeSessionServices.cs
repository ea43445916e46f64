using System.Diagnostics.Metrics;
using DynamoSession.AspNetCore.Testing.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>Creates the services of an application that consists only of sessions.</summary>
internal static class FakeSessionServices
{
    // A meter is visible to the whole process until it is disposed, and fakes are not disposed.
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static FakeBackend CreateBackend(Action<DynamoSessionOptions>? configure, TimeProvider? timeProvider)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = Environments.Production });
        services.AddSingleton(timeProvider ?? TimeProvider.System);
        services.AddSingleton(provider => new FakeBackend(provider, isAsynchronous: false));
        services.AddDynamoSession(configure ?? (_ => { })).UseFakeTable();

        // The request that holds the lease waits for the test, so the test must not wait for the lease.
        services.PostConfigure<DynamoSessionOptions>(options => options.LeaseWait = TimeSpan.Zero);

        // After AddDynamoSession, which registers its own.
        services.AddSingleton(Meters);
        return services.BuildServiceProvider().GetRequiredService<FakeBackend>();
    }
}
