using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DynamoSession.Core;

/// <summary>How a DynamoDB client should be set up that sessions wait for.</summary>
public static class SessionDynamoDbClient
{
    /// <summary>Creates the configuration of a client that gives up while a person still waits, for those who build their own client.</summary>
    /// <returns>
    /// A configuration with at most 2 retries, 1 more for a connection that the server has dropped, 1 s to connect and 2 s for
    /// each attempt. Region, endpoint and credentials are left to the SDK's usual sources; set them as you need.
    /// </returns>
    /// <remarks>
    /// The SDK's own settings retry for minutes when DynamoDB is in trouble, and a dropped connection up to ten times whatever
    /// <see cref="ClientConfig.MaxErrorRetry"/> says. The environment variables <c>AWS_MAX_ATTEMPTS</c> and <c>AWS_RETRY_MODE</c> do
    /// not change this configuration. <see cref="ClientConfig.Timeout"/> has no effect once
    /// <see cref="ClientConfig.HttpClientFactory"/> is set: give that factory's clients the time limit then.
    /// </remarks>
    public static AmazonDynamoDBConfig CreateConfig() => new()
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 2,
        MaxStaleConnectionRetries = 1,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(2),
    };
}
