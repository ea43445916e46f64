using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core;

namespace DynamoSession.Tests.Proof.Support;

/// <summary>
/// The wire between an application's DynamoDB client and the engine, which injects the faults planned for the current request. A call
/// that was delivered is never taken back: if its caller gives up, its outcome is unknown, as on a real network.
/// </summary>
internal sealed class FaultyWire : DelegatingHandler
{
    private const int MaxLateMilliseconds = 60;

    /// <summary>AWS refuses a call that arrives later than this after it was signed; DynamoDB Local does not check signatures.</summary>
    private static readonly TimeSpan SignatureLifetime = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _underWay = [];
    private long _faults;
    private int _inFlight;

    private FaultyWire(TimeProvider clock)
        : base(new SocketsHttpHandler())
    {
        _clock = clock;
    }

    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Gets or sets how long a copy that is delivered later is under way before it arrives.</summary>
    public TimeSpan CopyTransitTime { get; set; }

    /// <summary>Gets or sets how a seeded bug rewrites an UpdateItem before it is sent.</summary>
    public Action<JsonObject>? RewriteUpdate { get; set; }

    /// <summary>Gets or sets how a seeded bug rewrites a refusal (the update, the item returned) before the client reads it.</summary>
    public Action<JsonObject, JsonObject>? RewriteRefusal { get; set; }

    /// <param name="endpoint">The engine, or a proxy in front of it.</param>
    /// <param name="retries">How often the SDK itself retries.</param>
    /// <param name="attemptLimit">How long the SDK waits for one attempt.</param>
    /// <param name="clock">The clock that the application and the table use.</param>
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

    /// <summary>Completes when no call is in flight.</summary>
    public async Task WhenQuietAsync()
    {
        while (Volatile.Read(ref _inFlight) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    /// <summary>Completes when every call that is under way now has been processed. A copy that is delivered later is under way from its delivery on.</summary>
    public Task WhenArrivedAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_underWay);
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
                return message.CreateResponse(HttpStatusCode.OK, "<html><body>Welcome to the hotel's network</body></html>"u8.ToArray());
            case Fault.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                break;
            case Fault.Late:
                DeliverLater(message);
                throw new IOException("Injected: reset, but the call arrives later.");
        }

        var response = await DeliverAsync(message).WaitAsync(cancellationToken);
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
                var whole = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return message.CreateResponse(response.StatusCode, whole[..(whole.Length / 2)], response);
            case Fault.Twice:
                DeliverLater(message);
                break;
        }

        return RewriteRefusal is not null && response.StatusCode == HttpStatusCode.BadRequest
            ? await RewriteResponseAsync(message, update, response, cancellationToken)
            : response;
    }

    private static HttpResponseMessage Error(WireMessage message, HttpStatusCode status, string type) => message.CreateResponse(
        status,
        Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"}"""));

    private async Task<HttpResponseMessage> DeliverAsync(WireMessage message)
    {
        Interlocked.Increment(ref _inFlight);
        using var call = new CallUnderWay(this);
        try
        {
            using var request = message.ToRequest();
            using var response = await base.SendAsync(request, CancellationToken.None);
            return message.CreateResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private void DeliverLater(WireMessage message)
    {
        Interlocked.Increment(ref _inFlight);
        var signedAt = _clock.GetUtcNow();
        _ = Task.Run(async () =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(MaxLateMilliseconds)), TimeProvider.System);

                // From before the check on: when the clock jumps, a copy is either refused here or waited for.
                using var call = new CallUnderWay(this);
                if (_clock.GetUtcNow() - signedAt < SignatureLifetime)
                {
                    await Task.Delay(CopyTransitTime, TimeProvider.System);
                    (await DeliverAsync(message)).Dispose();
                }
            }
            catch (HttpRequestException)
            {
                // Cut off by the proxy, so it never arrives.
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
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

    private async Task<HttpResponseMessage> RewriteResponseAsync(
        WireMessage message, JsonObject? update, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var refusal = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken))!.AsObject();
        if (update is null || refusal["Item"] is not JsonObject item)
        {
            return response;
        }

        RewriteRefusal!(update, item);
        return message.CreateResponse(response.StatusCode, Encoding.UTF8.GetBytes(refusal.ToJsonString()));
    }

    private sealed class CallUnderWay : IDisposable
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FaultyWire _wire;

        public CallUnderWay(FaultyWire wire)
        {
            _wire = wire;
            lock (wire._lock)
            {
                wire._underWay.Add(_arrived.Task);
            }
        }

        public void Dispose()
        {
            lock (_wire._lock)
            {
                _wire._underWay.Remove(_arrived.Task);
            }

            _arrived.SetResult();
        }
    }

    private sealed class WireFactory(FaultyWire wire, TimeSpan attemptLimit) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(wire, disposeHandler: false) { Timeout = attemptLimit };

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
