using Amazon.DynamoDBv2;
using DynamoSession.AspNetCore.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>The DynamoDB client: the application's if it has registered one, else one of our own, which alone is ours to dispose.</summary>
internal sealed class DynamoDbClientSource(IServiceProvider services) : IDisposable
{
    private readonly Lazy<AmazonDynamoDBClient> _own = new(() => AwsConfiguration.CreateClient(services.GetService<IConfiguration>()));

    public IAmazonDynamoDB Client => services.GetService<IAmazonDynamoDB>() ?? _own.Value;

    public void Dispose()
    {
        if (_own.IsValueCreated)
        {
            _own.Value.Dispose();
        }
    }
}
