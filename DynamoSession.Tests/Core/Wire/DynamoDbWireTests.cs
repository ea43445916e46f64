using System.Net;
using System.Text;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using DynamoSession.Core;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Of which clients the calls may be sent past the client.</summary>
[NonParallelizable]
public sealed class DynamoDbWireTests
{
    private static readonly AWSCredentials Credentials = new BasicAWSCredentials("key", "secret");

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("adaptive retries", config => config.RetryMode = RequestRetryMode.Adaptive);
        yield return Case("endpoint discovery", config => config.EndpointDiscoveryEnabled = true);
        yield return Case("a connection for each call", config => config.CacheHttpClient = false);
        yield return Case("connections that are shared between clients", config => config.HttpClientFactory = new OwnFactory(new CapturingHandler(), isCached: true, name: "shared"));
        yield return Case("connections that are disposed after each call", config => config.HttpClientFactory = new OwnFactory(new CapturingHandler(), isCached: false, isDisposed: true));
        yield return Case("no retries", config => config.MaxErrorRetry = 0);
        yield return Case("endpoints of the application", config => config.EndpointProvider = new OwnEndpoints());
        yield return Case("another signature", config => config.SignatureMethod = SigningAlgorithm.HmacSHA1);
        yield return Case("logged responses", config => config.LogResponse = true);
        yield return Case("logged metrics", config => config.LogMetrics = true);

        static TestCaseData Case(string name, Action<AmazonDynamoDBConfig> configure) => new TestCaseData(configure).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refused))]
    public void A_client_that_does_more_than_to_send_a_request_is_not_passed_by(Action<AmazonDynamoDBConfig> configure)
    {
        var config = new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.EUWest1 };
        configure(config);
        using var client = new AmazonDynamoDBClient(Credentials, config);

        Assert.That(DynamoDbWire.Of(client, "sessions"), Is.Null);
    }

    [Test]
    public void Clients_with_the_usual_settings_are_passed_by()
    {
        using var foreign = new AmazonDynamoDBClient(Credentials, RegionEndpoint.EUWest1);
        var config = SessionDynamoDbClient.CreateConfig();
        config.RegionEndpoint = RegionEndpoint.EUWest1;
        using var configured = new AmazonDynamoDBClient(Credentials, config);

        Assert.That(DynamoDbWire.Of(foreign, "sessions"), Is.Not.Null);
        Assert.That(DynamoDbWire.Of(configured, "sessions"), Is.Not.Null);
    }

    [Test]
    public async Task A_client_without_a_timeout_waits_for_a_slow_response()
    {
        await using var server = ScriptedServer.Start(async (socket, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellationToken);
            await socket.SendAsync(Encoding.Latin1.GetBytes(WireScript.Response("200 OK", "{}", WireScript.EmptyObject)), cancellationToken);
            return false;
        });
        using var client = WireScript.Client(server.Url, Timeout.InfiniteTimeSpan);
        using var wire = DynamoDbWire.Of(client, "sessions")!;

        var answer = await wire.SendAsync(WireOperation.UpdateItem, "{}"u8.ToArray(), default);

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.Succeeded));
    }

    [TestCase(true, 1)]
    [TestCase(false, 3)]
    public async Task A_factory_of_the_application_is_asked_as_the_SDK_would(bool isCached, int asked)
    {
        using var handler = new CapturingHandler();
        var factory = new OwnFactory(handler, isCached);
        using var client = new AmazonDynamoDBClient(Credentials, new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.EUWest1, HttpClientFactory = factory });
        using var wire = DynamoDbWire.Of(client, "sessions")!;

        for (var call = 0; call < 3; call++)
        {
            Assert.That((await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default)).Outcome, Is.EqualTo(WireOutcome.Succeeded));
        }

        Assert.That((factory.Asked, handler.Requests.Count), Is.EqualTo((asked, 3)));
    }

    [Test]
    public void A_derived_client_is_not_passed_by()
    {
        using var client = new DerivedClient();

        Assert.That(DynamoDbWire.Of(client, "sessions"), Is.Null);
    }

    [Test]
    public void A_client_whose_pipeline_was_changed_is_not_passed_by()
    {
        var customizer = new Customizer();
        RuntimePipelineCustomizerRegistry.Instance.Register(customizer);
        try
        {
            using var client = new AmazonDynamoDBClient(Credentials, RegionEndpoint.EUWest1);

            Assert.That(DynamoDbWire.Of(client, "sessions"), Is.Null);
        }
        finally
        {
            RuntimePipelineCustomizerRegistry.Instance.Deregister(customizer);
        }
    }

    private static IEnumerable<TestCaseData> Listened()
    {
        yield return Case("before", client => client.BeforeRequestEvent += (_, _) => { });
        yield return Case("after", client => client.AfterResponseEvent += (_, _) => { });
        yield return Case("errors", client => client.ExceptionEvent += (_, _) => { });

        static TestCaseData Case(string name, Action<AmazonDynamoDBClient> listen) => new TestCaseData(listen).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Listened))]
    public async Task A_client_is_no_longer_passed_by_once_somebody_listens(Action<AmazonDynamoDBClient> listen)
    {
        using var client = new AmazonDynamoDBClient(Credentials, RegionEndpoint.EUWest1);

        Assert.That(await OutcomesAsync(client, listen), Is.EqualTo(new[] { WireOutcome.Succeeded, WireOutcome.Unanswered }));
        Assert.That(DynamoDbWire.Of(client, "sessions"), Is.Null);
    }

    [Test]
    public async Task A_disposed_client_is_no_longer_passed_by()
    {
        var client = new AmazonDynamoDBClient(Credentials, RegionEndpoint.EUWest1);

        Assert.That(await OutcomesAsync(client, client => client.Dispose()), Is.EqualTo(new[] { WireOutcome.Succeeded, WireOutcome.Unanswered }));
    }

    [Test]
    public async Task The_proxy_of_the_configuration_is_used()
    {
        await using var server = ScriptedServer.Start(WireScript.Response("200 OK", "{}"));
        await using var proxy = MortalProxy.Start(new Uri(server.Url));
        var config = new AmazonDynamoDBConfig { ServiceURL = "http://dynamodb.invalid", AuthenticationRegion = "us-east-1" };
        config.SetWebProxy(new WebProxy(proxy.Endpoint));
        using var client = new AmazonDynamoDBClient(Credentials, config);

        var answer = await DynamoDbWire.Of(client, "sessions")!.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);

        Assert.That(answer.Outcome, Is.EqualTo(WireOutcome.Succeeded));
        Assert.That(server.Heads.Single(), Does.StartWith("POST http://dynamodb.invalid/ HTTP/1.1"));
    }

    [Test]
    public async Task Time_is_that_of_the_SDKs_clock_correction()
    {
        using var handler = new CapturingHandler();
        using var connections = handler.ToConnections();
        using var client = new AmazonDynamoDBClient(Credentials, RegionEndpoint.EUWest1);
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, TimeProvider.System)!;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        AWSConfigs.ManualClockCorrection = TimeSpan.FromDays(400);
        try
        {
            await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }

        var sent = DateTime.ParseExact(handler.Requests.Single().Headers["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(sent - now, Is.EqualTo(TimeSpan.FromDays(400)).Within(TimeSpan.FromMinutes(1)));
    }

    private static async Task<WireOutcome[]> OutcomesAsync(AmazonDynamoDBClient client, Action<AmazonDynamoDBClient> between)
    {
        using var handler = new CapturingHandler();
        using var connections = handler.ToConnections();
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, TimeProvider.System)!;
        var first = await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);
        between(client);
        var second = await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default);
        return [first.Outcome, second.Outcome];
    }

    private sealed class DerivedClient() : AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), RegionEndpoint.EUWest1);

    private sealed class OwnEndpoints : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new("https://dynamodb.example");
    }

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => "DynamoSession.Tests";

        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerAfter<Marshaller>(new Watching());
    }

    private sealed class Watching : PipelineHandler;

    private sealed class OwnFactory(HttpMessageHandler handler, bool isCached, string? name = null, bool isDisposed = false) : HttpClientFactory
    {
        public int Asked { get; private set; }

        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            Asked++;
            return new HttpClient(handler, disposeHandler: false);
        }

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => isCached;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => isDisposed;

        public override string? GetConfigUniqueString(IClientConfig clientConfig) => name;
    }
}
