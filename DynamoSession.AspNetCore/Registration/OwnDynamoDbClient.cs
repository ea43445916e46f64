using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>
/// The DynamoDB client of sessions when the application has not registered one. AWSSDK.Extensions.NETCore.Setup builds it on first
/// use, and the container disposes it.
/// </summary>
internal static class OwnDynamoDbClient
{
    // An IAmazonDynamoDB that the application registers has no key, or another one.
    private static readonly object Key = typeof(OwnDynamoDbClient);

    public static void Register(IServiceCollection services) =>
        services.AddKeyedAWSService<IAmazonDynamoDB>(Key, (config, provider) => Complete(config, AwsSettings.Find(provider)));

    /// <exception cref="InvalidOperationException">A setting cannot be used, or no region is configured.</exception>
    /// <exception cref="AmazonClientException">No credentials were found.</exception>
    public static IAmazonDynamoDB Get(IServiceProvider services)
    {
        AwsSettings.Validate(AwsSettings.Find(services));
        try
        {
            return services.GetRequiredKeyedService<IAmazonDynamoDB>(Key);
        }
        catch (ConfigurationException exception)
        {
            // Not as the inner exception, whose message shows the value.
            throw new InvalidOperationException($"The configuration key '{AwsSettings.Section}:{exception.PropertyName}' cannot be read.");
        }
    }

    private static void Complete(ClientConfig config, AWSOptions options)
    {
        PinRetries(config, options.DefaultClientConfig);
        if (options.DefaultClientConfig.ServiceURL is { Length: > 0 })
        {
            // The URL of an emulator does not tell the region that requests are signed for, and DynamoDB Local keeps one set of tables per region.
            config.AuthenticationRegion ??= options.Region?.SystemName;
        }

        // In the SDK's own order: both properties look into the environment when they are read, and each may clear the other.
        if (config.RegionEndpoint is null && string.IsNullOrEmpty(config.ServiceURL))
        {
            throw new InvalidOperationException(
                $"No AWS region is configured for the DynamoDB client of sessions. Set the configuration key '{AwsSettings.Section}:Region' or the environment variable AWS_REGION, "
                + $"or '{AwsSettings.Section}:ServiceURL' for an emulator, or register an IAmazonDynamoDB.");
        }
    }

    /// <summary>Replaces the SDK's own retries and timeouts, which outlast any request, where the application has not set others.</summary>
    private static void PinRetries(ClientConfig config, DefaultClientConfig application)
    {
        var pinned = SessionDynamoDbClient.CreateConfig();
        config.RetryMode = application.RetryMode ?? pinned.RetryMode;
        config.MaxErrorRetry = application.MaxErrorRetry ?? pinned.MaxErrorRetry;
        config.MaxStaleConnectionRetries = application.MaxStaleConnectionRetries ?? pinned.MaxStaleConnectionRetries;
        config.ConnectTimeout = application.ConnectTimeout ?? pinned.ConnectTimeout;
        config.Timeout = application.Timeout ?? pinned.Timeout;
    }
}
