using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoSession.Core.Calls;
using DynamoSession.Tests.Support.Aws;

namespace DynamoSession.Tests.Core.Calls;

/// <summary>Only where the SDK certainly asks nobody for credentials does a call start on the thread of the request.</summary>
public sealed class CredentialsAtHandTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [TestCaseSource(nameof(Constant))]
    public void Constant_credentials_are_always_at_hand(AWSCredentials credentials)
    {
        using var client = Client(credentials);

        Assert.That(CredentialsAtHand.Of(client)?.Invoke(), Is.True);
    }

    [Test]
    public void Credentials_of_the_configuration_count()
    {
        using var client = new AmazonDynamoDBClient(new AmazonDynamoDBConfig
        {
            RegionEndpoint = RegionEndpoint.EUWest1,
            DefaultAWSCredentials = new BasicAWSCredentials("key", "secret"),
        });

        Assert.That(CredentialsAtHand.Of(client)?.Invoke(), Is.True);
    }

    [Test]
    public async Task Credentials_that_are_refreshed_are_at_hand_from_the_first_refresh_until_shortly_before_the_next()
    {
        using var credentials = new RoleCredentials();
        using var client = Client(credentials);
        var areAtHand = CredentialsAtHand.Of(client)!;

        Assert.That(areAtHand(), Is.False);
        credentials.Lifetime = TimeSpan.FromHours(1);
        await credentials.GetCredentialsAsync();
        Assert.That(areAtHand(), Is.True);

        credentials.PreemptExpiryTime = TimeSpan.FromMinutes(50);
        Assert.That(areAtHand(), Is.False);
        credentials.PreemptExpiryTime = TimeSpan.Zero;
        credentials.ClearCredentials();
        Assert.That(areAtHand(), Is.False);

        credentials.Lifetime = TimeSpan.FromMinutes(10);
        await credentials.GetCredentialsAsync();
        Assert.That(areAtHand(), Is.False);
    }

    [Test]
    public void Nothing_is_known_of_other_credentials()
    {
        using var slow = new SlowCredentials();
        using var client = Client(slow);
        using var withoutCredentials = new AmazonDynamoDBClient(RegionEndpoint.EUWest1);
        using var derived = Client(new DerivedCredentials());

        Assert.That(IsNeverKnown(client), Is.True);
        Assert.That(IsNeverKnown(withoutCredentials), Is.True);
        Assert.That(IsNeverKnown(derived), Is.True);
    }

    [Test]
    public void Nothing_is_known_of_other_clients()
    {
        using var gate = new ManualResetEventSlim();
        using var derived = new DerivedClient();

        Assert.That(IsNeverKnown(derived), Is.True);
        Assert.That(IsNeverKnown(BlockingClient.Create<IAmazonDynamoDB>(gate)), Is.True);
        Assert.That(IsNeverKnown(new object()), Is.True);
    }

    [Test]
    public async Task A_call_that_cannot_block_needs_no_thread()
    {
        using var threads = new SemaphoreSlim(0);

        Assert.That(await new ClientCalls(threads, () => true).RunAsync(() => Task.FromResult(7), default).WaitAsync(Soon), Is.EqualTo(7));
        using var canceled = new CancellationTokenSource();
        var waiting = new ClientCalls(threads, () => false).RunAsync(() => Task.FromResult(7), canceled.Token);
        await canceled.CancelAsync();
        Assert.That(async () => await waiting.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task The_token_ends_a_call_that_does_not_look_at_it()
    {
        using var threads = new SemaphoreSlim(0);
        using var canceled = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>();

        var call = new ClientCalls(threads, () => true).RunAsync(() => never.Task, canceled.Token);
        await canceled.CancelAsync();

        Assert.That(async () => await call.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());
    }

    private static IEnumerable<AWSCredentials> Constant() =>
    [
        new BasicAWSCredentials("key", "secret"),
        new SessionAWSCredentials("key", "secret", "token"),
        new AnonymousAWSCredentials(),
    ];

    private static bool IsNeverKnown(object client) => CredentialsAtHand.Of(client) is null;

    private static AmazonDynamoDBClient Client(AWSCredentials credentials) => new(credentials, RegionEndpoint.EUWest1);

    private sealed class DerivedClient() : AmazonDynamoDBClient(new BasicAWSCredentials("key", "secret"), RegionEndpoint.EUWest1);

    private sealed class DerivedCredentials() : BasicAWSCredentials("key", "secret");

    private sealed class RoleCredentials : RefreshingAWSCredentials
    {
        public TimeSpan Lifetime { get; set; }

        protected override CredentialsRefreshState GenerateNewCredentials() =>
            new(new ImmutableCredentials("key", "secret", "token"), TimeProvider.System.GetUtcNow().UtcDateTime + Lifetime);
    }
}
