using Amazon.Runtime;
using DynamoSession.Core.Connections;

namespace DynamoSession.Core.Wire;

/// <summary>The connections that requests are sent on: the client's own, or those of the application's factory.</summary>
internal sealed class WireConnections : IDisposable
{
    private readonly HttpMessageInvoker? _kept;
    private readonly Func<HttpClient>? _create;

    /// <param name="kept">The connections, which are disposed with this instance.</param>
    public WireConnections(HttpMessageInvoker kept) => _kept = kept;

    private WireConnections(Func<HttpClient> create) => _create = create;

    public static WireConnections Of(IClientConfig config) => config.HttpClientFactory switch
    {
        null => new(new HttpMessageInvoker(FreshConnectionsFactory.CreateHandler(config))),
        FreshConnectionsFactory own => new(new HttpMessageInvoker(own.Enter(config))),
        var factory when factory.UseSDKHttpClientCaching(config) => new(factory.CreateHttpClient(config)),

        // It keeps its clients itself, and may return another one for each request.
        var factory => new(() => factory.CreateHttpClient(config)),
    };

    /// <summary>Sends a request, and returns when the response's headers have arrived. The token ends the wait, whatever the handlers do.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The body is read into an array of its own; a client would buffer it first.
        var sending = (_kept ?? _create!()) is var connections && connections is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : connections.SendAsync(request, cancellationToken);
        return sending.IsCompleted ? sending : WaitAsync(sending, cancellationToken);
    }

    public void Dispose() => _kept?.Dispose();

    private static async Task<HttpResponseMessage> WaitAsync(Task<HttpResponseMessage> sending, CancellationToken cancellationToken)
    {
        try
        {
            return await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
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
