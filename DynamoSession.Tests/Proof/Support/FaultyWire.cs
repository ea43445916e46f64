using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Support;

/// <summary>
/// The wire between an application's DynamoDB client and the engine, with the faults that the request under way is to meet. What it
/// has delivered it never takes back: a caller that gives up leaves its call in doubt, as on a real network.
/// </summary>
internal sealed class FaultyWire : DelegatingHandler
{
    private const int LatestMilliseconds = 60;

    /// <summary>AWS refuses a call that arrives later after it was signed; DynamoDB Local does not look at signatures.</summary>
    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock;
    private long _faults;
    private int _underWay;

    private FaultyWire(TimeProvider clock)
        : base(new SocketsHttpHandler())
    {
        _clock = clock;
    }

    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Gets or sets what a seeded bug makes of an UpdateItem before it is sent.</summary>
    public Action<JsonObject>? RewriteUpdate { get; set; }

    /// <summary>Gets or sets what a seeded bug makes of a refusal (the update, the item that came back) before it is understood.</summary>
    public Action<JsonObject, JsonObject>? RewriteRefusal { get; set; }

    /// <param name="endpoint">The engine, or a proxy before it.</param>
    /// <param name="retries">How often the SDK tries again by itself.</param>
    /// <param name="attemptLimit">How long it waits for one attempt.</param>
    /// <param name="clock">The clock that the application and the table go by.</param>
    public static (FaultyWire Wire, IAmazonDynamoDB Client) Connect(Uri endpoint, int retries, TimeSpan attemptLimit, TimeProvider clock)
    {
        var wire = new FaultyWire(clock);
        var config = SessionDynamoDbClient.CreateConfig();
        config.ServiceURL = endpoint.ToString();
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = retries;
        config.HttpClientFactory = new WireFactory(wire, attemptLimit);
        return (wire, new AmazonDynamoDBClient(new BasicAWSCredentials("DynamoSessionTests", "none"), config));
    }

    /// <summary>Completes when nothing that was sent is still on its way.</summary>
    public async Task WhenQuietAsync()
    {
        while (Volatile.Read(ref _underWay) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = new WireMessage(request, await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var update = Rewrite(message);
        var script = FaultScript.Current;
        var delay = script?.NextDelay() ?? TimeSpan.Zero;
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, TimeProvider.System, cancellationToken);
        }

        var fault = script?.Next(isRead: message.Operation == "GetItem") ?? Fault.None;
        if (fault != Fault.None)
        {
            Interlocked.Increment(ref _faults);
        }

        switch (fault)
        {
            case Fault.ResetBefore:
                throw new HttpRequestException("Injected: reset before the call.", new IOException("Connection reset by peer"));
            case Fault.ErrorBefore:
                return Error(message, HttpStatusCode.InternalServerError, "InternalServerError");
            case Fault.Throttle:
                return Error(message, HttpStatusCode.BadRequest, "ThrottlingException");
            case Fault.Garbage:
                return message.Answer(HttpStatusCode.OK, "<html><body>Welcome to the hotel's network</body></html>"u8.ToArray());
            case Fault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            case Fault.Late:
                DeliverLater(message);
                throw new IOException("Injected: reset, and the call arrives later.");
        }

        var answer = await DeliverAsync(message).WaitAsync(cancellationToken);
        switch (fault)
        {
            case Fault.ResetAfter:
                throw new IOException("Injected: reset after the call.");
            case Fault.ErrorAfter:
                return Error(message, HttpStatusCode.InternalServerError, "InternalServerError");
            case Fault.HangAfter:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            case Fault.Truncated:
                var whole = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                return message.Answer(answer.StatusCode, whole[..(whole.Length / 2)], answer);
            case Fault.Twice:
                DeliverLater(message);
                break;
        }

        return RewriteRefusal is not null && answer.StatusCode == HttpStatusCode.BadRequest
            ? await RewriteAnswerAsync(message, update, answer, cancellationToken)
            : answer;
    }

    private static HttpResponseMessage Error(WireMessage message, HttpStatusCode status, string type) => message.Answer(
        status,
        Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"}"""));

    private async Task<HttpResponseMessage> DeliverAsync(WireMessage message)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            using var request = message.ToRequest();
            using var response = await base.SendAsync(request, CancellationToken.None);
            return message.Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private void DeliverLater(WireMessage message)
    {
        Interlocked.Increment(ref _underWay);
        var signedAt = _clock.GetUtcNow();
        _ = Task.Run(async () =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LatestMilliseconds)), TimeProvider.System);
                if (_clock.GetUtcNow() - signedAt < SignatureLifetime)
                {
                    (await DeliverAsync(message)).Dispose();
                }
            }
            catch (HttpRequestException)
            {
                // Cut off by the proxy: then it arrives never.
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        });
    }

    private JsonObject? Rewrite(WireMessage message)
    {
        if (message.Operation != "UpdateItem" || (RewriteUpdate is null && RewriteRefusal is null))
        {
            return null;
        }

        var update = JsonNode.Parse(message.Body)!.AsObject();
        RewriteUpdate?.Invoke(update);
        message.Body = Encoding.UTF8.GetBytes(update.ToJsonString());
        return update;
    }

    private async Task<HttpResponseMessage> RewriteAnswerAsync(
        WireMessage message, JsonObject? update, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var refusal = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
        if (update is null || refusal["Item"] is not JsonObject item)
        {
            return answer;
        }

        RewriteRefusal!(update, item);
        return message.Answer(answer.StatusCode, Encoding.UTF8.GetBytes(refusal.ToJsonString()));
    }

    private sealed class WireFactory(FaultyWire wire, TimeSpan attemptLimit) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(wire, disposeHandler: false) { Timeout = attemptLimit };

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
