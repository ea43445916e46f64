using System.Net;
using System.Text;
using Amazon.Runtime;
using DynamoSession.Core.Wire;

namespace DynamoSession.Tests.Support.Requests;

/// <summary>Keeps requests instead of sending them, and answers that they succeeded.</summary>
internal sealed class CapturingHandler : HttpMessageHandler
{
    public List<CapturedRequest> Requests { get; } = [];

    /// <summary>Returns a factory for the SDK's client.</summary>
    public HttpClientFactory ToFactory() => new Factory(this);

    /// <summary>Returns connections for the wire.</summary>
    public WireConnections ToConnections() => new(new HttpMessageInvoker(this, disposeHandler: false));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Add(new CapturedRequest(request.RequestUri!, headers, await request.Content.ReadAsByteArrayAsync(cancellationToken)));
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.0"),
        };
    }

    private sealed class Factory(CapturingHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;
    }
}
