using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace DynamoSession.Core;

/// <summary>Configures a DynamoDB client for sessions.</summary>
public static class SessionDynamoDbClient
{
    /// <summary>Creates a client configuration that fails fast enough for interactive requests, for applications that build their own client.</summary>
    /// <returns>
    /// A configuration with at most 2 retries, plus 1 for a connection that the server has dropped, 1 s to connect and 2 s for each
    /// attempt. Region, endpoint and credentials come from the SDK's usual sources; set them as needed.
    /// </returns>
    /// <remarks>
    /// The SDK's default settings retry for minutes if DynamoDB is unavailable, and retry a dropped connection up to ten times regardless of
    /// <see cref="ClientConfig.MaxErrorRetry"/>. The environment variables <c>AWS_MAX_ATTEMPTS</c> and <c>AWS_RETRY_MODE</c> do not change
    /// this configuration. <see cref="ClientConfig.Timeout"/> has no effect if <see cref="ClientConfig.HttpClientFactory"/> is set; in that
    /// case, set the timeout on that factory's clients.
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
