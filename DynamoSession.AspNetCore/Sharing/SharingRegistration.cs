using DynamoSession.AspNetCore.Migration;
using DynamoSession.AspNetCore.Registration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Sharing;

/// <summary>What else the application has registered, in any order.</summary>
/// <param name="services">The application's services, complete when this is used.</param>
/// <param name="table">The registration of Express's table.</param>
internal sealed class SharingRegistration(IServiceCollection services, ServiceDescriptor table)
{
    public bool HasMigration => services.Any(service => service.ServiceType == typeof(IMigrationSource));

    public bool HasOtherTable =>
        services.Any(service => service.ServiceType == typeof(InMemoryTableMarker))
        || services.Last(service => service.ServiceType == typeof(ISessionTable)) != table;
}
