using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support.Aws;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Each request is signed with the credentials that the SDK would use at that moment.</summary>
[NonParallelizable]
public sealed class WireCredentialsTests
{
    private readonly CapturingHandler _sent = new();
    private WireConnections _connections = null!;

    [SetUp]
    public void Connect()
    {
        _sent.Requests.Clear();
        _connections = _sent.ToConnections();
    }

    [TearDown]
    public void Disconnect() => _connections.Dispose();

    [OneTimeTearDown]
    public void End() => _sent.Dispose();

    [Test]
    public async Task A_key_signs_without_a_token()
    {
        using var client = Client(new BasicAWSCredentials("key", "secret"));

        Assert.That(await SendAsync(client), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That((Last.AccessKey, Last.Token), Is.EqualTo(("key", (string?)null)));
    }

    [Test]
    public async Task A_token_is_sent_and_signed()
    {
        using var client = Client(new SessionAWSCredentials("key", "secret", "token+/="));

        Assert.That(await SendAsync(client), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That((Last.AccessKey, Last.Token), Is.EqualTo(("key", "token+/=")));
        Assert.That(Last.Authorization, Does.Contain("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"));
    }

    [Test]
    public async Task Credentials_of_the_environment_are_read_for_each_request()
    {
        using var environment = new AwsEnvironment();
        using var client = Client(new EnvironmentVariablesAWSCredentials());
        var wire = Wire(client);

        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That((Last.AccessKey, Last.Token), Is.EqualTo(("environment", (string?)null)));
        environment.Set("AWS_ACCESS_KEY_ID", "rotated");
        environment.Set("AWS_SESSION_TOKEN", "token");
        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That((Last.AccessKey, Last.Token), Is.EqualTo(("rotated", "token")));
        environment.Set("AWS_ACCESS_KEY_ID", null);
        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Unanswered));
        Assert.That(_sent.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Credentials_of_a_role_are_refreshed_when_that_is_due()
    {
        using var credentials = new RotatingCredentials();
        using var client = Client(credentials);
        var wire = Wire(client);

        await SendAsync(wire);
        await SendAsync(wire);
        credentials.ClearCredentials();
        await SendAsync(wire);

        Assert.That(_sent.Requests.Select(request => (request.AccessKey, request.Token)), Is.EqualTo(new[] { ("role-1", "token-1"), ("role-1", "token-1"), ("role-2", "token-2") }));
        Assert.That(credentials.Refreshes, Is.EqualTo(2));
    }

    [Test]
    public async Task Rotated_credentials_sign_the_next_request()
    {
        using var credentials = new RotatingCredentials { AccountId = "123456789012" };
        using var client = Client(credentials);
        var wire = Wire(client);
        await credentials.GetCredentialsAsync();
        await SendAsync(wire);
        credentials.ClearCredentials();
        await credentials.GetCredentialsAsync();

        await SendAsync(wire);

        Assert.That(_sent.Requests.Select(request => (request.AccessKey, request.Token)), Is.EqualTo(new[] { ("role-1", "token-1"), ("role-2", "token-2") }));
        Assert.That(Last.Address.Host, Is.EqualTo("123456789012.ddb.eu-west-1.amazonaws.com"));
    }

    [Test]
    public async Task Credentials_of_the_configuration_can_be_replaced()
    {
        var config = new AmazonDynamoDBConfig { RegionEndpoint = RegionEndpoint.EUWest1, DefaultAWSCredentials = new BasicAWSCredentials("first", "secret") };
        using var client = new AmazonDynamoDBClient(config);
        var wire = Wire(client);
        await SendAsync(wire);
        config.DefaultAWSCredentials = new BasicAWSCredentials("second", "secret");

        await SendAsync(wire);

        Assert.That(_sent.Requests.Select(request => request.AccessKey), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task Credentials_that_block_a_thread_are_waited_for_without_blocking_the_caller()
    {
        using var slow = new SlowCredentials();
        using var client = Client(slow);
        var wire = Wire(client);
        slow.Expire();

        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var sending = wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), cancellation.Token).AsTask();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
        slow.Refresh();

        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Succeeded));
    }

    [Test]
    public void An_unsigned_request_and_one_of_a_client_without_credentials_are_left_to_the_SDK()
    {
        using var unsigned = Client(new AnonymousAWSCredentials());
        using var withoutCredentials = new AmazonDynamoDBClient(RegionEndpoint.EUWest1);

        Assert.That(DynamoDbWire.Of(unsigned, "sessions"), Is.Null);
        Assert.That(DynamoDbWire.Of(withoutCredentials, "sessions"), Is.Null);
    }

    private CapturedRequest Last => _sent.Requests[^1];

    private static AmazonDynamoDBClient Client(AWSCredentials credentials) => new(credentials, RegionEndpoint.EUWest1);

    private static async Task<WireOutcome> SendAsync(DynamoDbWire wire) => (await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), default)).Outcome;

    private Task<WireOutcome> SendAsync(AmazonDynamoDBClient client) => SendAsync(Wire(client));

    private DynamoDbWire Wire(AmazonDynamoDBClient client) => DynamoDbWire.Of(client, "sessions", _ => _connections, TimeProvider.System)!;
}
