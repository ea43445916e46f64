using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.Benchmarks.Stores;

/// <summary>
/// A DynamoDB between an application and DynamoDB Local, in this process, until its standard input ends. It counts calls, units and bytes. Once it
/// replays, it gives every read what the same read got before, and every write what such a write to the table got, so that DynamoDB's own time is
/// not measured.
/// </summary>
internal sealed class RecordingDynamoDb(Uri engine) : IDisposable
{
    public const string ModePath = "/mode";
    public const string TrafficPath = "/traffic";

    private const string Target = "X-Amz-Target";
    private const string Checksum = "x-amz-crc32";
    private const string ContentType = "application/x-amz-json-1.0";

    private static readonly byte[] AskForUnits = """{"ReturnConsumedCapacity":"TOTAL","""u8.ToArray();

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    private readonly ConcurrentDictionary<string, KeptResponse> _kept = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private RecordingMode _mode;
    private Traffic _traffic = Traffic.None;

    public static async Task ServeAsync(Uri engine)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using var dynamoDb = new RecordingDynamoDb(engine);
        app.Run(dynamoDb.RunAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"Now listening on: {app.Urls.Single()}");
        await Console.In.ReadToEndAsync();
    }

    public void Dispose() => _http.Dispose();

    private Task RunAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case ModePath:
                _mode = Enum.Parse<RecordingMode>(context.Request.QueryString.Value![1..]);
                return Task.CompletedTask;
            case TrafficPath:
                return context.Response.WriteAsync(JsonSerializer.Serialize(_traffic));
            default:
                return AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = new byte[(int)context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body);
        var target = context.Request.Headers[Target].ToString();
        var isRead = target.EndsWith(".GetItem", StringComparison.Ordinal);
        var key = isRead ? Encoding.UTF8.GetString(body) : target + TableOf(body);
        var response = _mode == RecordingMode.Replay ? Replay(isRead, key) : await ForwardAsync(target, key, body);
        Count(isRead, body, response.Body);

        context.Response.StatusCode = response.StatusCode;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = response.Body.Length;
        if (response.Checksum is { } checksum)
        {
            context.Response.Headers[Checksum] = checksum;
        }

        await context.Response.Body.WriteAsync(response.Body);
    }

    private KeptResponse Replay(bool isRead, string key) => _kept.TryGetValue(key, out var kept)
        ? kept
        : isRead ? throw new InvalidOperationException($"This was not read before: {key}") : KeptResponse.Accepted;

    private async Task<KeptResponse> ForwardAsync(string target, string key, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, engine)
        {
            Content = new ByteArrayContent(_mode == RecordingMode.Count ? [.. AskForUnits, .. body.AsSpan(1)] : body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.Add(Target, target);
        // DynamoDB Local keeps the tables of every access key apart, and verifies no signature.
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=benchmarks/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none");
        using var response = await _http.SendAsync(request);
        var checksum = response.Headers.TryGetValues(Checksum, out var values) ? values.Single() : null;
        var kept = new KeptResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(), checksum);
        if (_mode == RecordingMode.Record)
        {
            _kept[key] = kept;
        }

        return kept;
    }

    private static string TableOf(ReadOnlySpan<byte> body)
    {
        var name = "\"TableName\":\""u8;
        var rest = body[(body.IndexOf(name) + name.Length)..];
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    private void Count(bool isRead, byte[] body, byte[] response)
    {
        var units = _mode == RecordingMode.Count ? UnitsOf(response) : 0;
        lock (_lock)
        {
            _traffic = new(
                _traffic.Reads + (isRead ? 1 : 0),
                _traffic.Writes + (isRead ? 0 : 1),
                _traffic.ReadUnits + (isRead ? units : 0),
                _traffic.WriteUnits + (isRead ? 0 : units),
                _traffic.SentBytes + body.Length,
                _traffic.ReceivedBytes + response.Length);
        }
    }

    private static double UnitsOf(byte[] response)
    {
        using var json = JsonDocument.Parse(response);
        return json.RootElement.TryGetProperty("ConsumedCapacity", out var consumed) ? consumed.GetProperty("CapacityUnits").GetDouble() : 0;
    }

    private sealed record KeptResponse(int StatusCode, byte[] Body, string? Checksum)
    {
        public static KeptResponse Accepted { get; } = new(StatusCodes.Status200OK, "{}"u8.ToArray(), Checksum: null);
    }
}
