using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core;

/// <summary>Configures a DynamoDB client for sessions.</summary>
public static class SessionDynamoDbClient
{
    /// <summary>Creates a client configuration that fails fast enough for interactive requests, for applications that build their own client.</summary>
    /// <returns>
    /// A configuration with at most 2 retries with a back-off, 10 at once after a connection that has turned out to be dead, 1 s to connect and
    /// 2 s for each attempt. Region, endpoint and credentials come from the SDK's usual sources; set them as needed.
    /// </returns>
    /// <remarks>
    /// <para>
    /// The SDK's default settings retry for minutes if DynamoDB is unavailable. The environment variables <c>AWS_MAX_ATTEMPTS</c> and
    /// <c>AWS_RETRY_MODE</c> do not change this configuration.
    /// </para>
    /// <para>
    /// Connections that died unnoticed, in a failover or while a Lambda function was frozen, cost a request one attempt at most: its
    /// <see cref="ClientConfig.HttpClientFactory"/> closes connections after 20 s without use and, when an attempt fails or times out on a pooled
    /// connection, replaces all pooled connections. Clients with configurations of their own do not share connections; disposing a client closes them. The factory uses the
    /// configuration's timeouts, proxy and <see cref="ClientConfig.MaxConnectionsPerServer"/>. <see cref="AWSConfigs.HttpClientFactory"/>, if
    /// set, is used instead; such a factory has to set the timeouts on its clients.
    /// </para>
    /// <para>
    /// With an <c>IOTimeout</c> of less than 5 s, set <see cref="ClientConfig.Timeout"/> to 40 % of it, so that there is time for a second attempt.
    /// </para>
    /// </remarks>
    public static AmazonDynamoDBConfig CreateConfig()
    {
        var config = new AmazonDynamoDBConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            MaxStaleConnectionRetries = 10,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            Timeout = FreshConnectionsFactory.AttemptTimeout,
        };
        config.HttpClientFactory ??= new FreshConnectionsFactory();
        return config;
    }
}
