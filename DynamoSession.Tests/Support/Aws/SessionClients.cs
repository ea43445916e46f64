using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DynamoSession.Tests.Support.Aws;

/// <summary>Registers a real client of the engine, of each kind that applications have.</summary>
internal static class SessionClients
{
    /// <summary>Gets the credentials under which the engine keeps the tests' tables.</summary>
    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("DynamoSessionTests", "none");

    /// <param name="services">The application's services.</param>
    /// <param name="client">The kind.</param>
    /// <param name="endpoint">The engine, or a proxy before it.</param>
    /// <param name="credentials">The client's credentials.</param>
    /// <param name="attemptLimit">The application's own setting for <see cref="SessionClient.Own"/>.</param>
    public static void Register(IServiceCollection services, SessionClient client, Uri endpoint, AWSCredentials credentials, TimeSpan? attemptLimit = null)
    {
        services.RemoveAll<IAmazonDynamoDB>();
        if (client == SessionClient.Own)
        {
            services.AddDefaultAWSOptions(new AWSOptions
            {
                Credentials = credentials,
                Region = RegionEndpoint.USEast1,
                DefaultClientConfig = { ServiceURL = endpoint.ToString(), Timeout = attemptLimit },
            });
            return;
        }

        var config = client == SessionClient.Configured ? SessionDynamoDbClient.CreateConfig() : new AmazonDynamoDBConfig();
        config.ServiceURL = endpoint.ToString();
        config.AuthenticationRegion = "us-east-1";
        services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(credentials, config));
    }
}
