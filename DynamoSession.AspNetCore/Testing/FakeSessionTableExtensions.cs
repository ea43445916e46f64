using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.AspNetCore.Testing.Requests;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>Registers the fake table. For tests; therefore not in a namespace that applications have already imported.</summary>
public static class FakeSessionTableExtensions
{
    /// <summary>
    /// Replaces the application's table with a <see cref="FakeSessionTable"/>, which can be resolved from its services. For tests of a whole
    /// application, in <c>ConfigureTestServices</c>: <c>services.AddDynamoSession().UseFakeTable()</c> keeps what the application has
    /// registered. It requires <c>app.UseDynamoSession()</c>, and doesn't support sessions that are shared with Express, which are only stored in a real table.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder UseFakeTable(this IDynamoSessionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.TryAddSingleton<InMemoryTableMarker>();
        services.TryAddSingleton(provider => new FakeBackend(provider, isAsynchronous: true));
        services.TryAddSingleton(provider => new FakeSessionTable(provider.GetRequiredService<FakeBackend>()));
        services.Replace(ServiceDescriptor.Singleton<ISessionTable>(provider => provider.GetRequiredService<FakeBackend>().Table));
        services.Replace(ServiceDescriptor.Singleton<ICallTiming>(provider => provider.GetRequiredService<FakeBackend>().Timing));
        return builder;
    }
}
