using System.Net;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core.Wire;

/// <summary>
/// Sends two operations to DynamoDB past the SDK's client, on connections of its own. It either succeeds as the client would, or steps aside and
/// leaves the call to the client, with its retries, its clock correction and its exceptions. Buffers are not pooled, so that no request can ever
/// read the bytes of another.
/// </summary>
internal sealed class DynamoDbWire
{
    private static readonly ConditionalWeakTable<AmazonDynamoDBClient, HttpMessageInvoker> Connections = [];

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);

    private readonly AmazonDynamoDBClient _client;
    private readonly SubstitutedClient _substituted;
    private readonly WireEndpoints _endpoints;
    private readonly WireRequests _requests;
    private readonly HttpMessageInvoker _connections;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    private DynamoDbWire(
        AmazonDynamoDBClient client,
        SubstitutedClient substituted,
        WireEndpoints endpoints,
        WireRequests requests,
        HttpMessageInvoker connections,
        TimeProvider clock)
    {
        _client = client;
        _substituted = substituted;
        _endpoints = endpoints;
        _requests = requests;
        _connections = connections;
        _timeout = substituted.Config.Timeout ?? FreshConnectionsFactory.AttemptTimeout;
        _clock = clock;
    }

    /// <param name="client">The application's client.</param>
    /// <param name="tableName">The name or the ARN of the table that all requests are about. The endpoint may depend on it.</param>
    /// <returns><see langword="null"/> if requests can never be sent past the client.</returns>
    public static DynamoDbWire? Of(AmazonDynamoDBClient client, string tableName) =>
        Of(client, tableName, static client => Connections.GetValue(client, Connect), TimeProvider.System);

    /// <param name="client">The application's client.</param>
    /// <param name="tableName">The name or the ARN of the table.</param>
    /// <param name="connect">Returns the connections to use.</param>
    /// <param name="clock">Times the pause after a throttled request.</param>
    internal static DynamoDbWire? Of(AmazonDynamoDBClient client, string tableName, Func<AmazonDynamoDBClient, HttpMessageInvoker> connect, TimeProvider clock)
    {
        try
        {
            var trace = new LambdaTrace(Environment.GetEnvironmentVariable);
            if (SubstitutedClient.Of(client) is not { } substituted || !CredentialsAtHand.CanGet(client) || !trace.IsKnown)
            {
                return null;
            }

            var endpoints = new WireEndpoints(substituted.Config, tableName);
            var requests = new WireRequests(substituted.Config, trace);
            return new DynamoDbWire(client, substituted, endpoints, requests, connect(client), clock);
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            // Another version of the SDK.
            return null;
        }
    }

    /// <summary>Sends a request once, within the client's timeout. It throws nothing else than stated.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="body">Its JSON. It must not change before the method has completed.</param>
    /// <param name="cancellationToken">Ends the attempt. The request may be carried out nevertheless.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async ValueTask<WireAnswer> SendAsync(WireOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var (answer, isThrottled) = await AttemptAsync(operation, body, cancellationToken).ConfigureAwait(false);
            if (isThrottled)
            {
                // The SDK's first attempt has no pause before it.
                await Task.Delay(ShortestPause * (1 + Random.Shared.NextDouble()), _clock, cancellationToken).ConfigureAwait(false);
            }

            return answer;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever it was: the SDK's client makes the same call, and reports what is wrong.
            return WireAnswer.Unanswered;
        }
    }

    private static HttpMessageInvoker Connect(AmazonDynamoDBClient client)
    {
        // The attempt's own limit includes the body, so the handler needs none.
        var handler = new FreshConnectionsHandler(() => CreateConnections(client.Config), Timeout.InfiniteTimeSpan, TimeProvider.System);
        return new HttpMessageInvoker(handler);
    }

    private static SocketsHttpHandler CreateConnections(IClientConfig config)
    {
        var connections = FreshConnectionsFactory.CreateConnections(config);
        connections.AllowAutoRedirect = false;
        connections.UseCookies = false;
        return connections;
    }

    private async Task<(WireAnswer Answer, bool IsThrottled)> AttemptAsync(WireOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(operation, body);
        if (request is null)
        {
            return default;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        using var response = await _connections.SendAsync(request, limit.Token).ConfigureAwait(false);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest)
            || await WireResponse.ReadAsync(response, limit.Token).ConfigureAwait(false) is not { } received)
        {
            return default;
        }

        if (response.StatusCode == HttpStatusCode.OK)
        {
            return (new WireAnswer(WireOutcome.Succeeded, received), false);
        }

        var error = WireErrors.NameOf(received);
        return error == "ConditionalCheckFailedException"
            ? (new WireAnswer(WireOutcome.ConditionFailed, received), false)
            : (WireAnswer.Unanswered, WireErrors.IsThrottling(error));
    }

    /// <returns><see langword="null"/> if the request must go through the client now.</returns>
    private HttpRequestMessage? CreateRequest(WireOperation operation, ReadOnlyMemory<byte> body)
    {
        if (!_substituted.IsSubstitutable() || CredentialsAtHand.Get(_client) is not { } credentials || _endpoints.Find(credentials) is not { } endpoint)
        {
            return null;
        }

        var now = CorrectClockSkew.GetCorrectedUtcNowForEndpoint(endpoint.Name, _substituted.Config);
        return _requests.Create(operation, body, endpoint, credentials, now);
    }
}
