using System.Globalization;
using DynamoSession.Tests.Support.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Tool;

/// <summary>An endpoint in front of the engine whose role may not call some operations, and whose clock may be wrong.</summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _engine;
    private readonly string _deniedOperation;
    private readonly TimeSpan _skew;

    private EngineProxy(Uri engine, string deniedOperation, TimeSpan skew)
    {
        _engine = new HttpClient { BaseAddress = engine };
        (_deniedOperation, _skew) = (deniedOperation, skew);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.First();

    /// <param name="deniedOperation">The operation that is refused, such as <c>UpdateItem</c>; empty for none.</param>
    /// <param name="skew">How far its clock is ahead.</param>
    public static async Task<EngineProxy> StartAsync(string deniedOperation = "", TimeSpan skew = default)
    {
        var proxy = new EngineProxy(new Uri((await TestEngine.ClientAsync()).Config.ServiceURL), deniedOperation, skew);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _engine.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + _skew).ToString("R", CultureInfo.InvariantCulture);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.WriteAsync("healthy");
            return;
        }

        var target = context.Request.Headers["X-Amz-Target"].ToString();
        context.Response.ContentType = "application/x-amz-json-1.0";
        if (_deniedOperation.Length > 0 && target.EndsWith("." + _deniedOperation, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("""{"__type":"com.amazon.coral.service#AccessDeniedException","message":"denied"}""");
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StreamContent(context.Request.Body) };
        foreach (var header in context.Request.Headers.Where(header => header.Key is not ("Host" or "Content-Length")))
        {
            _ = request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()) || request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
        }

        using var response = await _engine.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        await response.Content.CopyToAsync(context.Response.Body);
    }
}
