using System.Net;
using Amazon.Runtime;

namespace DynamoSession.Core.Connections;

/// <summary>
/// Creates the HTTP clients of an SDK client, with the SDK's own settings, on connections that are replaced when one of them turns out to be
/// dead. The SDK keeps an HTTP client for as long as its own client, and disposes both together.
/// </summary>
internal sealed class FreshConnectionsFactory : HttpClientFactory
{
    /// <summary>The time limit of an attempt, where the application has set none.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        var handler = new FreshConnectionsHandler(() => CreateConnections(clientConfig), clientConfig.Timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);

        // The handler limits attempts itself: it could not tell the HTTP client's timeout from the caller's cancellation.
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Applies the settings that the SDK would, had it no factory.</summary>
    public static SocketsHttpHandler CreateConnections(IClientConfig config)
    {
        var connections = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            AllowAutoRedirect = config.AllowAutoRedirect,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionIdleTimeout = FreshConnectionsHandler.IdleTimeout,
        };
        if (config.ConnectTimeout is { } connectTimeout)
        {
            connections.ConnectTimeout = connectTimeout;
        }

        if (config.MaxConnectionsPerServer is { } maxConnections)
        {
            connections.MaxConnectionsPerServer = maxConnections;
        }

        if (config.GetWebProxy() is { } proxy)
        {
            connections.Proxy = proxy;
        }

        if (connections.Proxy is { } withCredentials && config.ProxyCredentials is { } credentials)
        {
            withCredentials.Credentials = credentials;
        }

        return connections;
    }
}
