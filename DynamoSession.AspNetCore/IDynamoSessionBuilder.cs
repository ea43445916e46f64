using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore;

/// <summary>Adds to the registration of sessions.</summary>
public interface IDynamoSessionBuilder
{
    /// <summary>Gets the application's services.</summary>
    IServiceCollection Services { get; }
}
