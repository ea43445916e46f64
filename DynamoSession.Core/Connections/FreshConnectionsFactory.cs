using System.Net;
using Amazon.Runtime;

namespace DynamoSession.Core.Connections;

/// <summary>
/// Creates the HTTP clients of an SDK client, with the SDK's own settings, on connections that are replaced when one of them turns out to be
/// dead. The SDK keeps an HTTP client for as long as its own client, and disposes both together. All users of a factory share its connections.
/// </summary>
internal sealed class FreshConnectionsFactory : HttpClientFactory
{
    /// <summary>The time limit of an attempt, where the application has set none.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private SharedConnections? _shared;

    // The handler limits attempts itself: it could not tell the HTTP client's timeout from the caller's cancellation.
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(Enter(clientConfig)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Returns the connections that the SDK's client uses too, or will use, until they are disposed.</summary>
    public SharedConnections.User Enter(IClientConfig clientConfig)
    {
        lock (_lock)
        {
            if (_shared?.TryEnter() is { } entered)
            {
                return entered;
            }

            var handler = CreateHandler(clientConfig);
            _shared = new SharedConnections(handler, new HttpMessageInvoker(handler));
            return _shared.TryEnter()!;
        }
    }

    /// <summary>Creates connections that nobody else uses.</summary>
    public static FreshConnectionsHandler CreateHandler(IClientConfig clientConfig) =>
        new(() => CreateConnections(clientConfig), clientConfig.Timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>Applies the settings that the SDK would, had it no factory.</summary>
    private static SocketsHttpHandler CreateConnections(IClientConfig config)
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
