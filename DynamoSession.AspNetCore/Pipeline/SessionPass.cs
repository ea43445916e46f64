using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Pipeline.Gate;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>One pass of a request through the inner pipeline, whose response waits at the gate for the commit.</summary>
internal sealed class SessionPass(
    HttpContext context,
    RequestSession session,
    RequestCommit commit,
    ResponseHeaders headers,
    LeaseWait leases,
    SessionLog log,
    PassHistory history,
    FailureResponse failureResponse,
    KeepAlive keepAlive)
{
    private readonly bool _cookieWasReplaced = history.Secrets is not null;
    private readonly CachePrivacy _privacy = new(context, session);
    private readonly FailedEndpoint _failedEndpoint = new(context, commit, log);
    private bool _cookieIsCurrent;
    private int _usesAtGate;

    public async Task RunAsync(RequestDelegate next)
    {
        var outerSession = context.Features.Get<ISessionFeature>();
        context.Features.Set<ISessionFeature>(new DynamoSessionFeature(session));
        session.OnUse = OnSessionUse;
        keepAlive.Start();
        SessionException? failure = null;
        var gate = new CommitGate(context, history.Callbacks, CommitAtGateAsync, OnResponseAccess);
        using (gate)
        {
            try
            {
                await next(context);
                var openedEarly = gate.IsOpen;
                await gate.FinishAsync();

                // Callbacks of outer middleware run when the remaining bytes start the response, after the commit at the gate.
                if (openedEarly || (gate.IsOpen && context.Response.HasStarted && session.UseCount > _usesAtGate))
                {
                    await new LateCommit(context, commit, log).CompleteAsync();
                }
            }
            catch (Exception exception) when (FailureBehind(exception, gate) is not null)
            {
                gate.LeaveCallbacks();
                if (exception is not (OperationCanceledException or SessionException))
                {
                    log.Logger.FailedAfterCommit(exception);
                }

                failure = FailureBehind(exception, gate);
            }
            catch (Exception exception)
            {
                _failedEndpoint.RemoveTempData();
                gate.LeaveCallbacks();
                if (gate.IsOpen)
                {
                    await new LateCommit(context, commit, log).EndAsync(exception);
                }

                throw;
            }
            finally
            {
                keepAlive.Dispose();
                session.OnUse = null;
                context.Features.Set(outerSession);
                session.HasEnded = true;
                await EndAsync();
            }
        }

        if ((failure ?? gate.Failure) is { } reason)
        {
            Fail(reason);
        }
    }

    // The gate has canceled the request or refused an upgrade, or an explicit commit of the endpoint has failed.
    private SessionException? FailureBehind(Exception exception, CommitGate gate) =>
        gate.Failure ?? (!gate.IsOpen && ReferenceEquals(exception, commit.Failure) ? commit.Failure : null);

    private async Task CommitAtGateAsync(CommitGate gate)
    {
        if (_failedEndpoint.MustDiscard(gate))
        {
            _failedEndpoint.RemoveTempData();
            await commit.DiscardAsync();
        }

        _usesAtGate = session.UseCount;
        await commit.BeforeResponseAsync(isStreaming: !gate.IsCompleting);
        if (!gate.IsCompleting)
        {
            keepAlive.Start();
        }

        // Outer middleware may have started the response already.
        if (!context.Response.HasStarted)
        {
            SendHeaders();
        }
    }

    private void SendHeaders()
    {
        if (session.IsAvailable)
        {
            SendCookie();
            headers.SendOwnWrites(context, session.State);
        }

        headers.ExpirePlanted(context);
        if (session.WasUsed)
        {
            ResponseHeaders.AppendVary(context.Response);
            _privacy.Apply();
        }
    }

    private void OnSessionUse()
    {
        _failedEndpoint.Check();
        _privacy.TurnOffOutputCache();
    }

    private void OnResponseAccess(IHeaderDictionary serverHeaders)
    {
        _failedEndpoint.Check();
        _privacy.Check(serverHeaders);
    }

    private void SendCookie() => _cookieIsCurrent = _cookieIsCurrent || headers.SendCookie(context, session.State, _cookieWasReplaced);

    private async Task EndAsync()
    {
        try
        {
            // A commit that the endpoint has not awaited.
            await commit.WhenIdleAsync();
            if (session.State.HeldLease is { } lease)
            {
                await leases.ReleaseAsync(lease);
            }
        }
        finally
        {
            session.State.LeaveQueue();
        }

        if (commit.HasReplacedCookie)
        {
            history.ReplaceCookie(session.State.Draft is { Record: not null, Secret: var secret } ? secret : null);
        }
    }

    private void Fail(SessionException failure)
    {
        log.Logger.CommitNotApplied(failure);
        _failedEndpoint.RemoveTempData();
        history.StoreFailed = failure is SessionStoreException;
        failureResponse.Apply(context, failure);

        // An earlier explicit commit may have stored a new session, even though the last one failed.
        if (session.State is { Draft.WasCreated: true, HasSessionsToDestroy: false } && !context.Response.HasStarted)
        {
            SendCookie();
        }
    }
}
