using Amazon.DynamoDBv2;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using DynamoSession.AspNetCore.Configuration;
using DynamoSession.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>
/// The DynamoDB client that is used if the application has not registered one. AWSSDK.Extensions.NETCore.Setup builds it on first
/// use, and the container disposes it.
/// </summary>
internal static class OwnDynamoDbClient
{
    // An IAmazonDynamoDB that the application registers has no key, or a different one.
    private static readonly object Key = typeof(OwnDynamoDbClient);

    public static void Register(IServiceCollection services) =>
        services.AddKeyedAWSService<IAmazonDynamoDB>(Key, (config, provider) =>
            Complete(config, AwsSettings.Find(provider), provider.GetRequiredService<IOptions<DynamoSessionOptions>>().Value));

    /// <exception cref="InvalidOperationException">A setting is invalid, or no region is configured.</exception>
    /// <exception cref="AmazonClientException">No credentials were found. <see cref="DynamoDbClientSource"/> replaces it.</exception>
    public static IAmazonDynamoDB Get(IServiceProvider services)
    {
        AwsSettings.Validate(AwsSettings.Find(services));
        try
        {
            return services.GetRequiredKeyedService<IAmazonDynamoDB>(Key);
        }
        catch (ConfigurationException exception)
        {
            // Not kept as the inner exception, whose message contains the value.
            throw new InvalidOperationException($"The configuration key '{AwsSettings.Section}:{exception.PropertyName}' cannot be read.");
        }
    }

    private static void Complete(ClientConfig config, AWSOptions options, DynamoSessionOptions sessions)
    {
        PinRetries(config, options.DefaultClientConfig, sessions.IOTimeout);
        if (options.DefaultClientConfig.ServiceURL is { Length: > 0 })
        {
            // An emulator's URL doesn't contain the region that requests are signed for, and DynamoDB Local keeps separate tables per region.
            config.AuthenticationRegion ??= options.Region?.SystemName;
        }

        // In the SDK's own order: both properties read the environment when they are read, and each may clear the other.
        if (config.RegionEndpoint is null && string.IsNullOrEmpty(config.ServiceURL))
        {
            throw ClientErrors.NoRegion();
        }
    }

    /// <summary>Leaves time for a second attempt, in case the first is lost on a connection that has died.</summary>
    private static TimeSpan AttemptLimit(TimeSpan pinned, TimeSpan ioTimeout) => ioTimeout * 0.4 < pinned ? ioTimeout * 0.4 : pinned;

    /// <summary>Replaces the SDK's default retries and timeouts, which are too long for a request, unless the application has set its own.</summary>
    private static void PinRetries(ClientConfig config, DefaultClientConfig application, TimeSpan ioTimeout)
    {
        var pinned = SessionDynamoDbClient.CreateConfig();
        config.RetryMode = application.RetryMode ?? pinned.RetryMode;
        config.MaxErrorRetry = application.MaxErrorRetry ?? pinned.MaxErrorRetry;
        config.MaxStaleConnectionRetries = application.MaxStaleConnectionRetries ?? pinned.MaxStaleConnectionRetries;
        config.ConnectTimeout = application.ConnectTimeout ?? pinned.ConnectTimeout;
        config.Timeout = application.Timeout ?? AttemptLimit(pinned.Timeout!.Value, ioTimeout);
        config.HttpClientFactory ??= pinned.HttpClientFactory;
    }
}
