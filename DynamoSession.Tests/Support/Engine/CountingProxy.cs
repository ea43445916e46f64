using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DynamoSession.Tests.Support.Engine;

/// <summary>Stands between a program of its own process and the engine, notes each call's operation, and can hold calls up.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const string Target = "X-Amz-Target";

    private readonly ConcurrentQueue<string> _operations = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _engine;
    private readonly WebApplication _app;

    private CountingProxy(Uri engine)
    {
        _engine = engine;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Gets or sets what a call waits for before it is passed on, by its operation. A call that its client gives up is not passed on.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public static async Task<CountingProxy> StartAsync()
    {
        var proxy = new CountingProxy(new Uri((await TestEngine.ClientAsync()).Config.ServiceURL));
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>Returns the operations of the calls since the last time, for example GetItem.</summary>
    public IReadOnlyList<string> TakeOperations()
    {
        var operations = new List<string>();
        while (_operations.TryDequeue(out var operation))
        {
            operations.Add(operation);
        }

        return operations;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var operation = context.Request.Headers[Target].ToString().Split('.')[^1];
        _operations.Enqueue(operation);
        await Before(operation).WaitAsync(context.RequestAborted);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _engine) { Content = new StreamContent(context.Request.Body) };
        foreach (var header in context.Request.Headers.Where(header => header.Key != "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            }
        }

        using var response = await _http.SendAsync(request, context.RequestAborted);
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
