using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoSession.Tests.Support.Telemetry;

/// <summary>A backend that receives OpenTelemetry's protocol (OTLP over HTTP), and keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    // A field of Protocol Buffers is its number and wire type, the length, and the content.
    private const byte FirstField = (1 << 3) | 2;
    private const byte NameOfSpan = (5 << 3) | 2;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Returns where a signal (<c>metrics</c> or <c>traces</c>) is sent.</summary>
    public Uri EndpointOf(string signal) => new(new Uri(_app.Urls.First()), $"/v1/{signal}");

    public bool HasMetric(string name) => Has("metrics", FirstField, name);

    public bool HasSpan(string name) => Has("traces", NameOfSpan, name);

    public bool HasAttribute(string signal, string key) => Has(signal, FirstField, key);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private bool Has(string signal, byte field, string text)
    {
        byte[] sought = [field, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
        return _received.Any(received => received.Signal == signal && received.Body.AsSpan().IndexOf(sought) >= 0);
    }

    private async Task ReceiveAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((signal, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
