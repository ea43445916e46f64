using DynamoSession.AspNetCore.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>Sends requests through the real middleware, without a server. Each request brings its own endpoint.</summary>
internal sealed class FakeRequests
{
    private readonly IServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public FakeRequests(IServiceProvider services)
    {
        _services = services;
        var app = new ApplicationBuilder(services);
        app.UseDynamoSession();
        app.Run(context => context.Features.GetRequiredFeature<RequestDelegate>()(context));
        _pipeline = app.Build();
    }

    /// <summary>Creates a request over https.</summary>
    /// <param name="cookies">The Cookie header; null for no cookie.</param>
    /// <param name="policy">The policy of its endpoint; null for the defaults.</param>
    public DefaultHttpContext Prepare(string? cookies, SessionPolicyAttribute? policy = null)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Features.Set<IHttpRequestLifetimeFeature>(new FakeRequestLifetime());
        context.Response.Body = new MemoryStream();
        context.Request.Scheme = "https";
        context.Request.Headers.Cookie = cookies;
        if (policy is not null)
        {
            context.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(policy), displayName: null));
        }

        return context;
    }

    /// <summary>Sends a request. If its endpoint doesn't wait, it has ended when this returns, because the table is in memory.</summary>
    public Task SendAsync(HttpContext context, Func<RequestSession, Task> endpoint)
    {
        context.Features.Set<RequestDelegate>(request => endpoint((RequestSession)request.GetDynamoSession()));

        // A server has no synchronization context. A test's may be gone when the request continues, which would then never end.
        var synchronizationContext = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return _pipeline(context);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(synchronizationContext);
        }
    }
}
