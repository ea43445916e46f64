using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core;

namespace DynamoSession.Tests.Support.Http;

/// <summary>
/// The wire between an application's DynamoDB client and the engine: it records every call, and can be slow, cut or broken.
/// </summary>
internal sealed class Wire : DelegatingHandler
{
    // An item nests 32 levels, each of them two of JSON.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private Wire()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Gets the calls in the order of their answers.</summary>
    public ConcurrentQueue<TableCall> Calls { get; } = new();

    /// <summary>Runs before a call goes out; an answer of its own keeps the call from the engine.</summary>
    public Func<string, CancellationToken, Task<HttpResponseMessage?>>? Before { get; set; }

    /// <summary>Sees what is sent; an answer of its own keeps the call from the engine.</summary>
    public Func<string, JsonNode, HttpResponseMessage?>? Answer { get; set; }

    /// <summary>Runs after the engine has answered; may throw instead, so that the answer is lost.</summary>
    public Func<string, CancellationToken, Task>? After { get; set; }

    /// <summary>Returns when the engine claims to have answered; null for when it has.</summary>
    public Func<string, DateTimeOffset?>? Date { get; set; }

    /// <summary>Returns a client as production builds it, on this wire.</summary>
    public static (Wire Wire, IAmazonDynamoDB Client) Connect(Uri endpoint)
    {
        var wire = new Wire();
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = endpoint.ToString();
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = new WireFactory(wire);
        return (wire, new AmazonDynamoDBClient(new BasicAWSCredentials("DynamoSessionTests", "none"), config));
    }

    public static HttpResponseMessage Error(HttpStatusCode status, string type, string message = "injected") => new(status)
    {
        Content = new StringContent($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"{{message}}"}""", Encoding.UTF8, "application/x-amz-json-1.0"),
    };

    /// <summary>Waits until the caller gives up.</summary>
    public static async Task<HttpResponseMessage?> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return null;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];
        var sent = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken), documentOptions: Deep)!;
        var own = Before is { } before ? await before(operation, cancellationToken) : null;
        if ((own ?? Answer?.Invoke(operation, sent)) is { } answer)
        {
            Calls.Enqueue(new TableCall(operation, sent, answer.StatusCode, Response: null));
            answer.RequestMessage = request;
            return answer;
        }

        var response = await base.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var replacement = new ByteArrayContent(body);
        foreach (var header in response.Content.Headers)
        {
            replacement.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = replacement;
        response.Headers.Date = Date?.Invoke(operation) ?? response.Headers.Date;
        Calls.Enqueue(new TableCall(operation, sent, response.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body, documentOptions: Deep)));
        if (After is { } after)
        {
            await after(operation, cancellationToken);
        }

        return response;
    }

    private sealed class WireFactory(Wire wire) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(wire, disposeHandler: false);

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
