using System.Net;
using System.Net.WebSockets;
using DynamoSession.AspNetCore;
using DynamoSession.Tests.AspNetCore.Failures;
using DynamoSession.Tests.Support;
using DynamoSession.Tests.Support.Engine;
using DynamoSession.Tests.Support.Http;
using DynamoSession.Tests.Support.Leaks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DynamoSession.Tests.AspNetCore.Gate;

/// <summary>A WebSocket is accepted after the commit; what its loop changes is committed when it ends.</summary>
[Category(TestEngine.Category)]
[TestFixture(true, false)]
[TestFixture(false, false)]
[TestFixture(true, true)]
[TestFixture(false, true)]
public sealed class WebSocketTests(bool webSocketsFirst, bool http2)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ManualTimeProvider _clock = null!;
    private SessionApp _app = null!;
    private TaskCompletionSource _ended = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _clock = new ManualTimeProvider();
        _app = await SessionApp.StartAsync(
            app =>
            {
                app.Use(async (context, next) =>
                {
                    try
                    {
                        await next();
                    }
                    finally
                    {
                        _ended.TrySetResult();
                    }
                });
                if (webSocketsFirst)
                {
                    app.UseWebSockets();
                }

                app.UseDynamoSession();
                if (!webSocketsFirst)
                {
                    app.UseWebSockets();
                }

                app.Map("/until-the-client-leaves", async context =>
                {
                    context.Session.Set("before", LeakWatch.Value("accept"));
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    await socket.ReceiveAsync(new byte[100], CancellationToken.None);
                    context.Session.Set("inside", LeakWatch.Value("loop"));
                    await socket.SendAsync("set"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    await socket.ReceiveAsync(new byte[100], CancellationToken.None);
                });
                app.Map("/socket", async context =>
                {
                    context.Session.Set("before", LeakWatch.Value("accept"));
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    var received = await socket.ReceiveAsync(new byte[100], context.RequestAborted);
                    context.Session.Set("inside", LeakWatch.Value($"{received.Count}"));
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                });
            },
            clock: _clock,
            protocols: http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
    }

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [Test]
    public async Task The_handshake_waits_for_the_commit_and_the_end_commits_the_rest()
    {
        var held = new HeldCall(_app.Wire);
        using var socket = NewSocket();

        var connecting = ConnectAsync(socket);
        await held.Arrived;
        var connectedEarly = connecting.IsCompleted;
        held.Release();
        await connecting;
        var cookie = Keep(socket);
        var fieldsAtTheStart = (await _app.FieldsAsync(cookie)).Keys.ToArray();
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _ended.Task.WaitAsync(Patience);

        Assert.Multiple(async () =>
        {
            Assert.That(connectedEarly, Is.False);
            Assert.That(fieldsAtTheStart, Is.EqualTo(new[] { "before" }));
            Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "before", "inside" }));
        });
    }

    [Test]
    public async Task A_commit_that_fails_refuses_the_handshake()
    {
        TableFailures.Inject(_app.Wire, "500", "UpdateItem", _clock);
        using var socket = NewSocket();

        Assert.That(() => ConnectAsync(socket), Throws.InstanceOf<WebSocketException>());

        Assert.That(socket.HttpStatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(socket.HttpResponseHeaders!.Keys, Does.Not.Contain("Set-Cookie"));
    }

    [Test]
    public async Task Changes_over_a_WebSocket_are_stored_although_the_client_disconnects()
    {
        using var socket = NewSocket();
        await ConnectAsync(socket, "/until-the-client-leaves");
        var cookie = Keep(socket);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        socket.Abort();
        await _ended.Task.WaitAsync(Patience);

        Assert.That((await _app.FieldsAsync(cookie)).Keys, Is.EquivalentTo(new[] { "before", "inside" }));
    }

    private ClientWebSocket NewSocket()
    {
        var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        if (http2)
        {
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        return socket;
    }

    private async Task ConnectAsync(ClientWebSocket socket, string path = "/socket")
    {
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(new UriBuilder(_app.Address) { Scheme = "ws", Path = path }.Uri, invoker, CancellationToken.None).WaitAsync(Patience);
    }

    private static string Keep(ClientWebSocket socket)
    {
        var cookie = socket.HttpResponseHeaders!["Set-Cookie"].Single().Split(';')[0].Split('=')[1];
        LeakWatch.Protect(cookie);
        return cookie;
    }
}
