using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

internal sealed class DynamoSessionBuilder(IServiceCollection services) : IDynamoSessionBuilder
{
    public IServiceCollection Services { get; } = services;
}
