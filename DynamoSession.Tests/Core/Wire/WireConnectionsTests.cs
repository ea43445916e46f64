using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.DynamoDBv2;
using DynamoSession.Core.Wire;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Requests;

namespace DynamoSession.Tests.Core.Wire;

/// <summary>Connections that are slow, break or are kept, and callers that do not wait.</summary>
public sealed class WireConnectionsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly string Empty = WireScript.Response("200 OK", "{}", WireScript.EmptyObject);

    [Test]
    public async Task A_connection_is_kept()
    {
        await using var server = Answering(Empty);
        using var client = WireScript.Client(server.Url);
        using var wire = DynamoDbWire.Of(client, "sessions")!;

        var outcomes = new[] { await SendAsync(wire), await SendAsync(wire), await SendAsync(wire) };

        Assert.That(outcomes, Is.All.EqualTo(WireOutcome.Succeeded));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_slow_head_ends_with_the_clients_timeout()
    {
        await using var server = Answering("");
        using var client = WireScript.Client(server.Url, Short);

        Assert.That(await SendAsync(client).WaitAsync(Soon), Is.EqualTo(WireOutcome.Unanswered));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    public async Task A_slow_body_ends_with_the_clients_timeout(string begun)
    {
        await using var server = Answering(begun);
        using var client = WireScript.Client(server.Url, Short);

        Assert.That(await SendAsync(client).WaitAsync(Soon), Is.EqualTo(WireOutcome.Unanswered));
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")]
    public async Task The_callers_cancellation_gets_out(string begun)
    {
        using var canceled = new CancellationTokenSource();
        await using var server = ScriptedServer.Start(async (socket, cancellationToken) =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(begun), cancellationToken);
            await canceled.CancelAsync();
            return true;
        });
        using var client = WireScript.Client(server.Url);

        var sending = SendAsync(client, cancellationToken: canceled.Token).WaitAsync(Soon);

        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_canceled_request_is_not_sent()
    {
        await using var server = Answering(Empty);
        using var client = WireScript.Client(server.Url);

        Assert.That(async () => await SendAsync(client, cancellationToken: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(server.Heads, Is.Empty);
    }

    [TestCase("")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")]
    public async Task A_reset_is_left_to_the_SDK(string begun)
    {
        await using var server = ScriptedServer.Start(async (socket, cancellationToken) =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(begun), cancellationToken);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        });
        using var client = WireScript.Client(server.Url);

        Assert.That(await SendAsync(client).WaitAsync(Soon), Is.EqualTo(WireOutcome.Unanswered));
    }

    [Test]
    public async Task A_kept_connection_that_breaks_costs_one_request_at_most()
    {
        var requests = 0;
        await using var server = ScriptedServer.Start(async (socket, cancellationToken) =>
        {
            if (Interlocked.Increment(ref requests) == 2)
            {
                return false;
            }

            await socket.SendAsync(Encoding.Latin1.GetBytes(Empty), cancellationToken);
            return true;
        });
        using var client = WireScript.Client(server.Url);
        using var wire = DynamoDbWire.Of(client, "sessions")!;

        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Unanswered));
        Assert.That(await SendAsync(wire), Is.EqualTo(WireOutcome.Succeeded));
        Assert.That(server.Connections, Is.EqualTo(2));
    }

    [Test]
    public async Task A_port_where_nobody_listens_is_left_to_the_SDK()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();
        using var client = WireScript.Client($"http://127.0.0.1:{port}");

        Assert.That(await SendAsync(client).WaitAsync(Soon), Is.EqualTo(WireOutcome.Unanswered));
    }

    [Test]
    public async Task A_throttled_request_is_left_to_the_SDK_after_a_short_pause()
    {
        var clock = new ManualTimeProvider();
        using var handler = new ThrottlingHandler();
        using var connections = new WireConnections(new HttpMessageInvoker(handler));
        using var client = WireScript.Client("http://localhost:8000");
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, clock)!;

        var sending = wire.SendAsync(WireOperation.UpdateItem, "{}"u8.ToArray(), default).AsTask();
        await clock.WhenTimersWaitAsync(1).WaitAsync(Soon);
        clock.Advance(TimeSpan.FromMilliseconds(24));
        var early = sending.IsCompleted;
        clock.Advance(TimeSpan.FromMilliseconds(26));

        Assert.That(early, Is.False);
        Assert.That((await sending.WaitAsync(Soon)).Outcome, Is.EqualTo(WireOutcome.Unanswered));
    }

    [Test]
    public async Task The_pause_can_be_canceled()
    {
        var clock = new ManualTimeProvider();
        using var canceled = new CancellationTokenSource();
        using var handler = new ThrottlingHandler();
        using var connections = new WireConnections(new HttpMessageInvoker(handler));
        using var client = WireScript.Client("http://localhost:8000");
        var wire = DynamoDbWire.Of(client, "sessions", _ => connections, clock)!;

        var sending = wire.SendAsync(WireOperation.UpdateItem, "{}"u8.ToArray(), canceled.Token).AsTask();
        await clock.WhenTimersWaitAsync(1).WaitAsync(Soon);
        await canceled.CancelAsync();

        Assert.That(async () => await sending.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task<WireOutcome> SendAsync(AmazonDynamoDBClient client, CancellationToken cancellationToken = default)
    {
        using var wire = DynamoDbWire.Of(client, "sessions")!;
        return await SendAsync(wire, cancellationToken);
    }

    private static async Task<WireOutcome> SendAsync(DynamoDbWire wire, CancellationToken cancellationToken = default) =>
        (await wire.SendAsync(WireOperation.GetItem, "{}"u8.ToArray(), cancellationToken)).Outcome;

    /// <summary>Starts a server that keeps its connections.</summary>
    private static ScriptedServer Answering(string response) => ScriptedServer.Start(async (socket, cancellationToken) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(response), cancellationToken);
        return true;
    });

    private sealed class ThrottlingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"__type":"x#ThrottlingException"}""") });
    }
}
