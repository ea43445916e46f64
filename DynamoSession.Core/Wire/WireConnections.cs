using Amazon.Runtime;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core.Wire;

/// <summary>The connections that requests are sent on: the client's own, or those of the application's factory.</summary>
internal sealed class WireConnections : IDisposable
{
    private readonly Send _send;
    private readonly IDisposable? _kept;

    /// <param name="kept">The connections, which are disposed with this instance.</param>
    public WireConnections(HttpMessageInvoker kept)
        : this((request, limit, _) => WaitAsync(kept.SendAsync(request, limit), limit), kept)
    {
    }

    private WireConnections(Send send, IDisposable? kept)
    {
        _send = send;
        _kept = kept;
    }

    private delegate Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken);

    public static WireConnections Of(IClientConfig config)
    {
        switch (config.HttpClientFactory)
        {
            case null:
                var own = FreshConnectionsFactory.CreateHandler(config);
                return new(own.SendWithinAsync, own);
            case FreshConnectionsFactory fresh:
                var shared = fresh.Enter(config);
                return new(shared.SendWithinAsync, shared);
            case var factory when factory.UseSDKHttpClientCaching(config):
                var client = factory.CreateHttpClient(config);
                return new((request, limit, _) => SendAsync(client, request, limit), client);
            case var factory:
                // It keeps its clients itself, and may return another one for each request.
                return new((request, limit, _) => SendAsync(factory.CreateHttpClient(config), request, limit), kept: null);
        }
    }

    /// <summary>Sends a request, and returns when the response's headers have arrived. The limit ends the wait, whatever the handlers do.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">Is canceled at the attempt's time limit, and with the other token.</param>
    /// <param name="cancellationToken">Is canceled if the caller gives up.</param>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken limit, CancellationToken cancellationToken) =>
        _send(request, limit, cancellationToken);

    public void Dispose() => _kept?.Dispose();

    // The body is read into an array of its own; a client would buffer it first.
    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken limit) =>
        WaitAsync(client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit), limit);

    private static Task<HttpResponseMessage> WaitAsync(Task<HttpResponseMessage> sending, CancellationToken limit) =>
        sending.IsCompleted ? sending : WaitUntilAsync(sending, limit);

    private static async Task<HttpResponseMessage> WaitUntilAsync(Task<HttpResponseMessage> sending, CancellationToken limit)
    {
        try
        {
            return await sending.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody is left to see how it ends.
            _ = sending.ContinueWith(
                static abandoned => _ = abandoned.IsCompletedSuccessfully ? (object?)Discard(abandoned.Result) : abandoned.Exception,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    private static HttpResponseMessage Discard(HttpResponseMessage response)
    {
        response.Dispose();
        return response;
    }
}
