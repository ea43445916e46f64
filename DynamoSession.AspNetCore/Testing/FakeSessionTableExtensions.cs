using DynamoSession.AspNetCore.Calls;
using DynamoSession.AspNetCore.Registration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.AspNetCore.Testing;

/// <summary>Registers the fake table. Its namespace is not one of those that an application has imported already: it is for tests.</summary>
public static class FakeSessionTableExtensions
{
    /// <summary>
    /// Replaces the application's table by a <see cref="FakeSessionTable"/>, which its services then have. For a test of the whole
    /// application, in <c>ConfigureTestServices</c>: <c>services.AddDynamoSession().UseFakeTable()</c> adds to what the application has
    /// registered. Needs <c>app.UseDynamoSession()</c>; not for sessions that are shared with Express, whose format only a real table has.
    /// </summary>
    /// <param name="builder">The registration.</param>
    /// <returns>The registration.</returns>
    public static IDynamoSessionBuilder UseFakeTable(this IDynamoSessionBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        services.TryAddSingleton<InMemoryTableMarker>();
        services.TryAddSingleton(provider => new FakeSessionTable(provider));
        services.Replace(ServiceDescriptor.Singleton(provider => provider.GetRequiredService<FakeSessionTable>().Table));
        services.Replace(ServiceDescriptor.Singleton<ICallTiming>(provider => provider.GetRequiredService<FakeSessionTable>().Timing));
        return builder;
    }
}
