using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.Benchmarks.Requests;

/// <summary>As much of a server as a session notices: responses whose callbacks run when they start. Bodies go nowhere.</summary>
internal sealed class PlainServer(RequestDelegate pipeline, IServiceProvider services)
{
    /// <summary>Runs one request.</summary>
    /// <returns>The response's headers.</returns>
    public async Task<IHeaderDictionary> SendAsync(string path, string? cookies)
    {
        var response = new PlainResponse();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = path, Scheme = "https" });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var context = new DefaultHttpContext(features) { RequestServices = services };
        if (cookies is not null)
        {
            context.Request.Headers.Cookie = cookies;
        }

        await pipeline(context);
        await response.StartAsync();
        return response.Headers;
    }

    private sealed class PlainResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        public async Task StartAsync()
        {
            while (_starting.TryPop(out var next))
            {
                await next.Callback(next.State);
            }
        }
    }
}
