using DynamoSession.AspNetCore.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Testing.Requests;

/// <summary>Sends requests through the real middleware, without a server. What is at the end of the pipeline comes with the request.</summary>
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

    /// <summary>Prepares a request over https.</summary>
    /// <param name="cookies">The Cookie header; null for none.</param>
    /// <param name="policy">What its endpoint does with the session; null for the defaults.</param>
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

    /// <summary>Sends it. With an endpoint that does not wait, and a table in memory, it is over when this returns.</summary>
    public Task SendAsync(HttpContext context, Func<RequestSession, Task> endpoint)
    {
        context.Features.Set<RequestDelegate>(request => endpoint((RequestSession)request.GetDynamoSession()));

        // A server has none; a test's may be gone by the time that the request goes on, which would then never end.
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
