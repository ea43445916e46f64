using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Resolves the DynamoDB client: the application's if it has registered one, else DynamoSession's own. Resolved only if a table is used.</summary>
internal sealed class DynamoDbClientSource(IServiceProvider services)
{
    /// <exception cref="InvalidOperationException">A setting is invalid, or no region or credentials were found.</exception>
    public IAmazonDynamoDB Client
    {
        get
        {
            try
            {
                return services.GetService<IAmazonDynamoDB>() ?? OwnDynamoDbClient.Get(services);
            }
            catch (AmazonClientException exception) when (ClientErrors.Find(exception, AwsSettings.Find(services)) is { } error)
            {
                throw error;
            }
        }
    }
}
