using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>Resolves the DynamoDB client: the application's if it has registered one, else DynamoSession's own. Resolved only if a table is used.</summary>
internal sealed class DynamoDbClientSource(IServiceProvider services)
{
    public IAmazonDynamoDB Client => services.GetService<IAmazonDynamoDB>() ?? OwnDynamoDbClient.Get(services);
}
