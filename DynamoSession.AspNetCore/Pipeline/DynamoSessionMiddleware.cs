using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Policies;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Loads the session, runs the pipeline behind the commit gate, and responds with an error if either fails.</summary>
internal sealed class DynamoSessionMiddleware(
    RequestDelegate next,
    IOptions<DynamoSessionOptions> options,
    RequestLoader loader,
    RequestSessions sessions,
    ResponseHeaders headers,
    LeaseWait leases,
    SessionLimitations limitations,
    SessionLog log)
{
    private int _warnedOfOrder;

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var policy = EndpointPolicy.Of(endpoint, options.Value);
        var outerSession = context.Features.Get<ISessionFeature>();
        var isInsideAnother = outerSession?.Session is IDynamoSession;
        if (isInsideAnother)
        {
            await next(context);
            return;
        }

        if (policy.Access == SessionAccess.None)
        {
            await InvokeWithoutSessionAsync(context);
            return;
        }

        if (policy.Concurrency == SessionConcurrency.Exclusive)
        {
            SessionLimitations.ThrowIfAny(limitations.Exclusive);
        }

        var failureResponse = FailureResponse.For(context);
        var history = PassHistory.Of(context);
        LoadedSession loaded;
        var isAvailable = !history.StoreFailed;
        try
        {
            loaded = isAvailable ? await loader.LoadAsync(context, history, policy) : LoadedSession.None;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, so there is nobody to respond to.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (SessionStoreException failure)
        {
            history.StoreFailed = true;
            if (policy.Access != SessionAccess.Optional)
            {
                log.Logger.LoadFailed(failure.Message, failure);
                failureResponse.Apply(context, failure);
                await CrossOriginHeaders.ApplyAsync(context);
                return;
            }

            log.Logger.OptionalLoadFailed(failure.Message, failure);
            loaded = LoadedSession.None;
            isAvailable = false;
        }

        if (loaded.IsLeased)
        {
            failureResponse.ApplyLocked(context);
            await CrossOriginHeaders.ApplyAsync(context);
            return;
        }

        var session = new OnDemandSession(context, sessions, policy, loaded, isAvailable);
        await new SessionPass(context, session, headers, leases, log, history, failureResponse).RunAsync(next, outerSession);
        if (endpoint is null)
        {
            WarnOfOrder(context.GetEndpoint());
        }
    }

    /// <summary>Runs an endpoint without a session. A sign-in there may still fail because of it.</summary>
    private async Task InvokeWithoutSessionAsync(HttpContext context)
    {
        var failureResponse = FailureResponse.For(context);
        try
        {
            await next(context);
        }
        catch (SessionException failure) when (!context.Response.HasStarted)
        {
            log.Logger.CommitNotApplied(failure);
            PassHistory.Of(context).StoreFailed = failure is SessionStoreException;
            failureResponse.Apply(context, failure);
        }
    }

    private void WarnOfOrder(Endpoint? after)
    {
        if (after?.Metadata.GetMetadata<SessionPolicyAttribute>() is not null && Interlocked.Exchange(ref _warnedOfOrder, 1) == 0)
        {
            log.Logger.PolicyUnknown();
        }
    }
}
