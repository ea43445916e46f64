using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore;

/// <summary>Configures the registered sessions.</summary>
public interface IDynamoSessionBuilder
{
    /// <summary>Gets the application's services.</summary>
    IServiceCollection Services { get; }
}
