using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace DynamoSession.Tests.Support.Chromium;

/// <summary>The browser's developer tools, over a WebSocket: a response for each command, and events between them.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _commands = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _events = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<JsonNode>> _kept = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private int _lastCommand;

    private DevTools()
    {
    }

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, CancellationToken.None);
        tools._reading = tools.ReadAsync();
        return tools;
    }

    /// <summary>Sends a command, and returns its result.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject parameters, string? session = null)
    {
        var id = Interlocked.Increment(ref _lastCommand);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
        {
            command["sessionId"] = session;
        }

        var answer = _commands[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        var result = await answer.Task.WaitAsync(Limit);
        return result["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : result["result"]!;
    }

    /// <summary>Completes at the next event of this kind.</summary>
    public Task NextAsync(string name, string session) =>
        _events.GetOrAdd($"{session} {name}", _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(Limit);

    /// <summary>Keeps what all events of this kind say, from now on.</summary>
    public ConcurrentQueue<JsonNode> Keep(string name, string session) => _kept.GetOrAdd($"{session} {name}", _ => new());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, _stop.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            foreach (var waiting in _commands.Values.Concat(_events.Values))
            {
                waiting.TrySetException(new InvalidOperationException("The browser has gone.", exception));
            }
        }
    }

    private void Take(JsonNode message)
    {
        if ((int?)message["id"] is { } id && _commands.TryRemove(id, out var command))
        {
            command.TrySetResult(message);
            return;
        }

        var name = $"{message["sessionId"]} {message["method"]}";
        if (_kept.TryGetValue(name, out var kept))
        {
            kept.Enqueue(message["params"]!);
        }

        if (_events.TryRemove(name, out var expected))
        {
            expected.TrySetResult(message);
        }
    }
}
