using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Calls;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core.Wire;

/// <summary>
/// Sends two operations to DynamoDB past the SDK's client, on connections of its own. It either succeeds as the client would, or steps aside and
/// leaves the call to the client, with its retries, its clock correction and its exceptions. Responses are not pooled, so that no request can
/// ever read the bytes of another.
/// </summary>
internal sealed class DynamoDbWire : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(25);

    private readonly AmazonDynamoDBClient _client;
    private readonly ClientCalls _calls;
    private readonly SubstitutedClient _substituted;
    private readonly WireEndpoints _endpoints;
    private readonly WireRequests _requests;
    private readonly WireConnections _connections;
    private readonly WireBreaker _breaker;
    private readonly AttemptLimits _limits;
    private readonly TimeProvider _clock;

    private DynamoDbWire(
        AmazonDynamoDBClient client,
        SubstitutedClient substituted,
        WireEndpoints endpoints,
        WireRequests requests,
        WireConnections connections,
        TimeProvider clock)
    {
        _client = client;
        _calls = ClientCalls.Of(client);
        _substituted = substituted;
        _endpoints = endpoints;
        _requests = requests;
        _connections = connections;
        _breaker = new WireBreaker(clock);
        _limits = new AttemptLimits(substituted.Config.Timeout ?? FreshConnectionsFactory.AttemptTimeout);
        _clock = clock;
    }

    /// <param name="client">The application's client.</param>
    /// <param name="tableName">The name or the ARN of the table that all requests are about. The endpoint may depend on it.</param>
    /// <returns><see langword="null"/> if requests can never be sent past the client.</returns>
    public static DynamoDbWire? Of(AmazonDynamoDBClient client, string tableName) =>
        Of(client, tableName, static client => WireConnections.Of(client.Config), TimeProvider.System);

    /// <param name="client">The application's client.</param>
    /// <param name="tableName">The name or the ARN of the table.</param>
    /// <param name="connect">Returns the connections to use.</param>
    /// <param name="clock">Times the pause after a throttled request.</param>
    internal static DynamoDbWire? Of(AmazonDynamoDBClient client, string tableName, Func<AmazonDynamoDBClient, WireConnections> connect, TimeProvider clock)
    {
        try
        {
            var trace = new LambdaTrace(Environment.GetEnvironmentVariable);
            if (SubstitutedClient.Of(client) is not { } substituted || CredentialsAtHand.FindCredentials(client) is null or AnonymousAWSCredentials || !trace.IsKnown)
            {
                return null;
            }

            var endpoints = new WireEndpoints(substituted.Config, tableName);
            var requests = new WireRequests(substituted.Config, trace);
            return new DynamoDbWire(client, substituted, endpoints, requests, connect(client), clock);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Another version of the SDK, or a configuration that cannot work: the client reports what is wrong when it is used.
            return null;
        }
    }

    /// <summary>Sends a request once, within the client's timeout. Throws nothing else.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="body">Its JSON. It must not change before the method has completed.</param>
    /// <param name="cancellationToken">Ends the attempt. The request may be carried out nevertheless.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async ValueTask<WireAnswer> SendAsync(WireOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_breaker.IsOpen)
        {
            return WireAnswer.Unanswered;
        }

        try
        {
            WireAnswer answer;
            using (var request = await CreateRequestAsync(operation, body, cancellationToken).ConfigureAwait(false))
            {
                if (request is null)
                {
                    return WireAnswer.Unanswered;
                }

                using var limit = _limits.Start(cancellationToken);
                using var response = await _connections.SendAsync(request, limit.Token, cancellationToken).ConfigureAwait(false);
                answer = IsReadable(response)
                    ? AnswerOf(operation, response, await WireResponse.ReadAsync(response, limit.Token).ConfigureAwait(false))
                    : response.StatusCode >= HttpStatusCode.InternalServerError ? WireAnswer.Overloaded : WireAnswer.Unanswered;
            }

            if (answer.NeedsPause)
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

    /// <summary>Notes whether a response could be used; after several that could not, the SDK makes the calls for a while.</summary>
    public void Note(bool isUsable)
    {
        if (isUsable)
        {
            _breaker.Used();
        }
        else
        {
            _breaker.Unusable();
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _connections.Dispose();

    private static bool IsReadable(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest;

    private WireAnswer AnswerOf(WireOperation operation, HttpResponseMessage response, byte[]? body)
    {
        if (body is null || WireResponse.Check(response, body) is not { } received)
        {
            _breaker.Unusable();
            return WireAnswer.Unanswered;
        }

        return response.StatusCode == HttpStatusCode.OK
            ? new WireAnswer(WireOutcome.Succeeded, received.Json, received.IsVerified)
            : OfError(operation, response, received);
    }

    private static WireAnswer OfError(WireOperation operation, HttpResponseMessage response, WireBody received)
    {
        var error = WireErrors.NameOf(received.Json);
        if (error == "ConditionalCheckFailedException")
        {
            return new WireAnswer(WireOutcome.ConditionFailed, received.Json, received.IsVerified);
        }

        return WireRefusals.IsFinal(error)
            ? new WireAnswer(WireOutcome.Refused, received.Json, received.IsVerified, WireRefusals.ExceptionOf(operation, response, received.Json))
            : WireErrors.IsThrottling(error) ? WireAnswer.Overloaded : WireAnswer.Unanswered;
    }

    /// <returns><see langword="null"/> if the request must go through the client now.</returns>
    private async ValueTask<HttpRequestMessage?> CreateRequestAsync(WireOperation operation, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!_substituted.IsSubstitutable())
        {
            return null;
        }

        var credentials = CredentialsAtHand.Get(_client) ?? await WaitForCredentialsAsync(cancellationToken).ConfigureAwait(false);
        if (credentials is null || _endpoints.Find(credentials) is not { } endpoint)
        {
            return null;
        }

        var now = CorrectClockSkew.GetCorrectedUtcNowForEndpoint(endpoint.Name, _substituted.Config);
        return _requests.Create(operation, body, endpoint, credentials, now);
    }

    private async Task<ImmutableCredentials?> WaitForCredentialsAsync(CancellationToken cancellationToken)
    {
        if (CredentialsAtHand.FindCredentials(_client) is not { } credentials)
        {
            return null;
        }

        try
        {
            return await _calls.RunAsync(credentials.GetCredentialsAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _breaker.NoCredentials();
            throw;
        }
    }
}
