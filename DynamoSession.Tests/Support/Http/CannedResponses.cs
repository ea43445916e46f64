using System.Net;
using System.Net.Http.Headers;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Http;

/// <summary>Responds to each call of a client with the same status and bytes, at once.</summary>
internal sealed class CannedResponses : HttpMessageHandler
{
    public CannedResponses()
    {
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = "http://localhost";
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(this);
        Client = new AmazonDynamoDBClient(new BasicAWSCredentials("DynamoSessionTests", "none"), config);
    }

    public IAmazonDynamoDB Client { get; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public byte[] Body { get; set; } = "{}"u8.ToArray();

    /// <summary>Gets the body of the latest request.</summary>
    public string? Sent { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent = await request.Content!.ReadAsStringAsync(cancellationToken);
        return new(Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0") } },
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Client.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
