using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Telemetry;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core.Wire;

/// <summary>
/// A client whose calls are plain signed HTTP requests: nothing changes, observes or logs them, so they can be sent without it.
/// </summary>
internal sealed class SubstitutedClient
{
    // Of a client that nobody has changed. Anything else, such as tracing, is there to see or change calls.
    private static readonly HashSet<Type> Handlers =
    [
        typeof(MetricsHandler), typeof(ErrorCallbackHandler), typeof(CallbackHandler), typeof(Marshaller), typeof(AmazonDynamoDBAuthSchemeHandler),
        typeof(AmazonDynamoDBEndpointResolver), typeof(CompressionHandler), typeof(RetryHandler), typeof(ChecksumHandler), typeof(EndpointDiscoveryHandler),
        typeof(Signer), typeof(ErrorHandler), typeof(Unmarshaller), typeof(HttpHandler<HttpContent>),
    ];

    private readonly AmazonDynamoDBClient _client;

    private SubstitutedClient(AmazonDynamoDBClient client)
    {
        _client = client;
        Config = (AmazonDynamoDBConfig)client.Config;
    }

    public AmazonDynamoDBConfig Config { get; }

    /// <returns><see langword="null"/> if calls must go through the client.</returns>
    /// <exception cref="MissingMemberException">This version of the SDK cannot be asked.</exception>
    public static SubstitutedClient? Of(AmazonDynamoDBClient client)
    {
        // A derived client, or a derived configuration, may do anything.
        if (client.GetType() != typeof(AmazonDynamoDBClient) || client.Config.GetType() != typeof(AmazonDynamoDBConfig))
        {
            return null;
        }

        var substituted = new SubstitutedClient(client);
        return substituted.HasKnownHandlers() && substituted.IsPlain() && substituted.IsSubstitutable() ? substituted : null;
    }

    /// <summary>Returns whether a request may be sent past the client now. What is checked here may change after the client was created.</summary>
    public bool IsSubstitutable() =>
        ClientInternals.Pipeline(_client) is not null
        && !ClientInternals.HasListeners(_client)
        && IsSilent(Config.TelemetryProvider.TracerProvider)
        && IsSilent(Config.TelemetryProvider.MeterProvider)
        && GlobalEndpoints.Provider is null
        && !Config.LogResponse
        && !Config.LogMetrics
        && (Config.DisableLogging || AWSConfigs.LoggingConfig.LogTo == LoggingOptions.None);

    // The SDK's own, which do nothing, are internal.
    private static bool IsSilent(object provider) =>
        provider.GetType() is { Namespace: { } name } type
        && type.Assembly == typeof(TelemetryProvider).Assembly
        && name.EndsWith(".NoOp", StringComparison.Ordinal);

    private bool HasKnownHandlers() =>
        ClientInternals.Pipeline(_client) is { } pipeline && pipeline.EnumerateHandlers().All(handler => Handlers.Contains(handler.GetType()));

    /// <summary>Returns whether the configuration asks for nothing but a request at a time. The rest is honored where it is used.</summary>
    private bool IsPlain() =>
        (Config.HttpClientFactory is null or FreshConnectionsFactory || IsPlain(Config.HttpClientFactory, Config))
        && Config.MaxErrorRetry != 0
        && Config.CacheHttpClient
        && Config.RetryMode != RequestRetryMode.Adaptive
        && !Config.EndpointDiscoveryEnabled
        && Config.SignatureMethod == SigningAlgorithm.HmacSHA256
        && Config.EndpointProvider is AmazonDynamoDBEndpointProvider;

    // Otherwise the SDK disposes a client after each call, or shares one between clients.
    private static bool IsPlain(HttpClientFactory factory, AmazonDynamoDBConfig config) =>
        !factory.DisposeHttpClientsAfterUse(config) && factory.GetConfigUniqueString(config) is null;
}
