using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>The DynamoDB client: the application's if it has registered one, else one of our own. Asked for only by what needs a table.</summary>
internal sealed class DynamoDbClientSource(IServiceProvider services)
{
    public IAmazonDynamoDB Client => services.GetService<IAmazonDynamoDB>() ?? OwnDynamoDbClient.Get(services);
}
