using DynamoSession.AspNetCore.Loading;
using DynamoSession.AspNetCore.Pipeline.Gate;
using DynamoSession.AspNetCore.State;
using DynamoSession.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>One pass of a request through the inner pipeline, whose response waits at the gate for the commit.</summary>
internal sealed class SessionPass(
    HttpContext context,
    OnDemandSession session,
    ResponseHeaders headers,
    LeaseWait leases,
    SessionLog log,
    PassHistory history,
    FailureResponse failureResponse) : CommitGate.IOwner, IUseObserver
{
    private readonly bool _cookieWasReplaced = history.Secrets is not null;
    private readonly FailedEndpoint _failedEndpoint = new(context, session, log);
    private bool _cookieIsCurrent;
    private int _usesAtGate;

    /// <param name="next">The inner pipeline.</param>
    /// <param name="outerSession">Where the outer pipeline finds its session, which is restored; null if it has none.</param>
    public async Task RunAsync(RequestDelegate next, ISessionFeature? outerSession)
    {
        context.Features.Set<ISessionFeature>(session);
        session.Observer = this;
        if (_cookieWasReplaced || !session.IsNothing)
        {
            session.Get().KeepAlive.Start();
        }

        SessionException? failure = null;
        var gate = new CommitGate(context, history.Callbacks, this);
        using (gate)
        {
            try
            {
                await next(context);
                var openedEarly = gate.IsOpen;
                await gate.FinishAsync();

                // Callbacks of outer middleware run when the remaining bytes start the response, after the commit at the gate.
                if (session.Created is { } late && (openedEarly || (gate.IsOpen && context.Response.HasStarted && late.Session.UseCount > _usesAtGate)))
                {
                    await new LateCommit(context, late.Commit, log).CompleteAsync();
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
                if (gate.IsOpen && session.Created is { } late)
                {
                    await new LateCommit(context, late.Commit, log).EndAsync(exception);
                }

                throw;
            }
            finally
            {
                context.Features.Set(outerSession);
                session.End();
                if (session.Created is { } created)
                {
                    await LeaveAsync(created);
                }
            }
        }

        if ((failure ?? gate.Failure) is { } reason)
        {
            Fail(reason);
        }
    }

    async Task CommitGate.IOwner.CommitAsync(CommitGate gate)
    {
        var mustDiscard = _failedEndpoint.MustDiscard(gate);
        if (mustDiscard)
        {
            _failedEndpoint.RemoveTempData();
        }

        if (session.Created is { } created)
        {
            if (mustDiscard)
            {
                await created.Commit.DiscardAsync();
            }

            _usesAtGate = created.Session.UseCount;
            await created.Commit.BeforeResponseAsync(isStreaming: !gate.IsCompleting);
            if (!gate.IsCompleting)
            {
                created.KeepAlive.Start();
            }
        }

        // Outer middleware may have started the response already.
        if (!context.Response.HasStarted)
        {
            SendHeaders(session.Created);
        }
    }

    void CommitGate.IOwner.OnResponseAccess(IHeaderDictionary serverHeaders)
    {
        _failedEndpoint.Check();
        if (session.Created is { Session.WasUsed: true })
        {
            CachePrivacy.Check(context, serverHeaders);
        }
    }

    void IUseObserver.OnUse()
    {
        _failedEndpoint.Check();
        CachePrivacy.TurnOffOutputCache(context);
    }

    // The gate has canceled the request or refused an upgrade, or an explicit commit of the endpoint has failed.
    private SessionException? FailureBehind(Exception exception, CommitGate gate) =>
        gate.Failure ?? (!gate.IsOpen && session.Created?.Commit.Failure is { } failure && ReferenceEquals(exception, failure) ? failure : null);

    private void SendHeaders(PassSession? created)
    {
        if (created is { Session.IsAvailable: true })
        {
            SendCookie(created);
            headers.SendOwnWrites(context, created.Session.State);
        }

        headers.ExpirePlanted(context);
        if (created is { Session.WasUsed: true })
        {
            ResponseHeaders.AppendVary(context.Response);
            CachePrivacy.Apply(context, created.Session);
        }
    }

    private void SendCookie(PassSession created) =>
        _cookieIsCurrent = _cookieIsCurrent || headers.SendCookie(context, created.Session.State, _cookieWasReplaced);

    /// <summary>Releases what the request holds, and leaves what it has stored to a later pass.</summary>
    private async Task LeaveAsync(PassSession created)
    {
        var state = created.Session.State;

        // A commit that the endpoint has not awaited.
        await created.Commit.WhenIdleAsync();
        var releasing = ReleaseAsync(state);
        if (!created.Commit.HasTimedOut)
        {
            await releasing;
        }

        if (created.Commit.HasReplacedCookie)
        {
            history.ReplaceCookie(state.Draft is { Record: not null, Secret: var secret } ? secret : null);
        }
    }

    private async Task ReleaseAsync(SessionState state)
    {
        try
        {
            if (state.HeldLease is { } lease)
            {
                await leases.ReleaseAsync(lease);
            }
        }
        finally
        {
            state.LeaveQueue();
        }
    }

    private void Fail(SessionException failure)
    {
        log.Logger.CommitNotApplied(failure);
        _failedEndpoint.RemoveTempData();
        history.StoreFailed = failure is SessionStoreException;
        failureResponse.Apply(context, failure);

        // An earlier explicit commit may have stored a new session, even though the last one failed.
        if (session.Created is { Session.State: { Draft.WasCreated: true, HasSessionsToDestroy: false } } created && !context.Response.HasStarted)
        {
            SendCookie(created);
        }
    }
}
