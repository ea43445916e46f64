using System.Net;
using System.Net.Sockets;
using DynamoSession.Core.Connections;
using DynamoSession.Tests.Support;

namespace DynamoSession.Tests.Core.Connections;

/// <summary>When pooled connections are replaced, and when they are closed.</summary>
public sealed class FreshConnectionsHandlerTests
{
    private static readonly TimeSpan AttemptLimit = TimeSpan.FromMilliseconds(200);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<Pool> _pools = [];
    private HttpClient _client = null!;
    private Func<CancellationToken, Task<HttpResponseMessage>> _answer = null!;

    [SetUp]
    public void Create()
    {
        _pools.Clear();
        _answer = _ => Ok();
        _client = new HttpClient(new FreshConnectionsHandler(CreatePool, AttemptLimit, _clock));
    }

    [TearDown]
    public void Close() => _client.Dispose();

    [Test]
    public async Task Attempts_share_a_pool_while_all_goes_well()
    {
        await SendAsync();
        _clock.Advance(FreshConnectionsHandler.IdleTimeout);
        await SendAsync();

        Assert.That(_pools.Select(pool => pool.Attempts), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task A_pool_that_nobody_has_used_for_long_is_replaced_before_the_next_attempt()
    {
        await SendAsync();
        _clock.Advance(FreshConnectionsHandler.IdleTimeout + TimeSpan.FromMilliseconds(1));
        await SendAsync();

        Assert.That(_pools.Select(pool => (pool.Attempts, pool.IsClosed)), Is.EqualTo(new[] { (1, true), (1, false) }));
    }

    [Test]
    public async Task A_timeout_on_a_used_pool_replaces_it_and_is_retried_by_the_SDK_at_once()
    {
        await SendAsync();
        _answer = Hang;

        var failure = await FailAsync();

        Assert.That(failure, Is.TypeOf<HttpRequestException>().With.InnerException.Property("SocketErrorCode").EqualTo(SocketError.ConnectionAborted));
        Assert.That(_pools.Select(pool => pool.IsClosed), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task A_timeout_on_new_connections_is_a_timeout_and_replaces_nothing()
    {
        _answer = Hang;

        var failures = new[] { await FailAsync(), await FailAsync() };

        Assert.That(failures, Is.All.TypeOf<TimeoutException>());
        Assert.That(_pools, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_failure_on_a_used_pool_replaces_it_and_on_new_connections_it_does_not()
    {
        await SendAsync();
        var failure = new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset));
        _answer = _ => throw failure;

        var failures = new[] { await FailAsync(), await FailAsync(), await FailAsync() };

        Assert.That(failures, Is.All.SameAs(failure));
        Assert.That(_pools, Has.Count.EqualTo(2));
    }

    [TestCase(100, 1)]
    [TestCase(600, 2)]
    public async Task A_caller_that_gives_up_replaces_a_used_pool_only_after_a_while(int milliseconds, int pools)
    {
        await SendAsync();
        using var canceled = new CancellationTokenSource();
        _answer = async token =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            await canceled.CancelAsync();
            return await Hang(token);
        };

        Assert.That(() => _client.GetAsync("http://table.test/", canceled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_pools, Has.Count.EqualTo(pools));
    }

    [Test]
    public async Task Attempts_that_fail_together_replace_a_pool_once_and_it_closes_with_the_last()
    {
        await SendAsync();
        var held = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = _ => held.Task;
        var slow = SendAsync();
        _answer = _ => throw new HttpRequestException("reset");
        await Task.WhenAll(FailAsync(), FailAsync());
        await FailAsync();
        var wasClosed = _pools[0].IsClosed;

        held.SetResult(await Ok());
        await slow;

        Assert.That((_pools.Count, wasClosed, _pools[0].IsClosed), Is.EqualTo((2, false, true)));
    }

    [Test]
    public async Task Disposing_closes_the_pool_and_ends_its_use()
    {
        await SendAsync();

        _client.Dispose();

        Assert.That(_pools.Single().IsClosed, Is.True);
        Assert.That(() => SendAsync(), Throws.TypeOf<ObjectDisposedException>());
    }

    private static Task<HttpResponseMessage> Ok() => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    private static async Task<HttpResponseMessage> Hang(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return await Ok();
    }

    private async Task SendAsync() => (await _client.GetAsync("http://table.test/")).Dispose();

    private async Task<Exception> FailAsync()
    {
        try
        {
            await SendAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            return exception;
        }

        throw new AssertionException("The attempt succeeded.");
    }

    private Pool CreatePool()
    {
        var pool = new Pool(this);
        _pools.Add(pool);
        return pool;
    }

    private sealed class Pool(FreshConnectionsHandlerTests test) : HttpMessageHandler
    {
        public int Attempts { get; private set; }

        public bool IsClosed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Attempts++;
            return test._answer(cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
