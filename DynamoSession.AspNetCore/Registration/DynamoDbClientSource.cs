using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Resolves the DynamoDB client: the application's if it has registered one, else DynamoSession's own. Resolved only if a table is used.</summary>
internal sealed class DynamoDbClientSource : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly Lazy<DynamoDbWire?> _wire;

    public DynamoDbClientSource(IServiceProvider services)
    {
        _services = services;

        // A failure, for lack of credentials for example, is not kept.
        _wire = new(CreateWire, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Gets what sends requests without the SDK; null if the client must make every call, as one that the application has registered always does.</summary>
    /// <exception cref="InvalidOperationException">A setting is invalid, or no region or credentials were found.</exception>
    public DynamoDbWire? Wire => _wire.Value;

    /// <exception cref="InvalidOperationException">A setting is invalid, or no region or credentials were found.</exception>
    public IAmazonDynamoDB Client
    {
        get
        {
            try
            {
                return _services.GetService<IAmazonDynamoDB>() ?? OwnDynamoDbClient.Get(_services);
            }
            catch (AmazonClientException exception) when (ClientErrors.Find(exception, AwsSettings.Find(_services)) is { } error)
            {
                throw error;
            }
        }
    }

    /// <summary>Closes the connections of <see cref="Wire"/>. The container disposes the client.</summary>
    public void Dispose()
    {
        if (_wire.IsValueCreated)
        {
            _wire.Value?.Dispose();
        }
    }

    private DynamoDbWire? CreateWire()
    {
        var options = _services.GetRequiredService<IOptions<DynamoSessionOptions>>().Value;
        return !options.UseSdk && _services.GetService<IAmazonDynamoDB>() is null && Client is AmazonDynamoDBClient own
            ? DynamoDbWire.Of(own, options.Table.TableName)
            : null;
    }
}
