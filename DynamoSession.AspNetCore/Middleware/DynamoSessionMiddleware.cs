using DynamoSession.AspNetCore.Cookies;
using DynamoSession.AspNetCore.Gate;
using DynamoSession.AspNetCore.Migration;
using DynamoSession.AspNetCore.Sessions;
using DynamoSession.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DynamoSession.AspNetCore.Middleware;

/// <summary>Loads the session, lets the pipeline run behind the commit gate, and answers by itself when either fails.</summary>
internal sealed class DynamoSessionMiddleware(
    RequestDelegate next,
    SessionServices services,
    SessionLoader loader,
    LeaseQueue leases,
    SessionRenewal renewal,
    SessionMigration migration,
    SessionCookie cookie)
{
    private int _warnedOfOrder;

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var policy = EndpointPolicy.Of(endpoint, services.Options);
        var isInsideAnother = context.Features.Get<ISessionFeature>()?.Session is IDynamoSession;
        if (policy.Access == SessionAccess.None || isInsideAnother)
        {
            await next(context);
            return;
        }

        if (services.Identity.IsShared && policy.Concurrency == SessionConcurrency.Exclusive)
        {
            throw new InvalidOperationException(
                "The session policy of this endpoint is SessionConcurrency.Exclusive, which ShareWithExpress() cannot give: Express would not wait. Use Optimistic, or UpdateAsync for the field.");
        }

        var failedAnswer = new FailedAnswer(context.Response);
        var history = PassHistory.Of(context);
        LoadedSession loaded;
        var isAvailable = !history.StoreFailed;
        try
        {
            loaded = isAvailable ? await LoadAsync(context, history, policy) : LoadedSession.None;
        }
        catch (SessionStoreException failure)
        {
            history.StoreFailed = true;
            if (policy.Access != SessionAccess.Optional)
            {
                services.Logger.LoadFailed(failure);
                failedAnswer.Give(context, failure);
                return;
            }

            services.Logger.OptionalLoadFailed(failure);
            loaded = LoadedSession.None;
            isAvailable = false;
        }

        if (loaded.IsLeased)
        {
            failedAnswer.GiveLocked(context.Response);
            return;
        }

        await RunAsync(context, policy, loaded, isAvailable, history, failedAnswer);
        WarnOfOrder(endpoint, context.GetEndpoint());
    }

    private Task<LoadedSession> LoadAsync(HttpContext context, PassHistory history, EndpointPolicy policy)
    {
        var consistency = history.IsLaterPass ? SessionConsistency.Strong : policy.Consistency;
        var loading = LoadAsync(context, history.Secrets ?? cookie.Read(context), policy, consistency);
        return migration.IsConfigured && history.Secrets is null ? LoadOrMigrateAsync(context, loading, policy) : loading;
    }

    private async Task<LoadedSession> LoadOrMigrateAsync(HttpContext context, Task<LoadedSession> loading, EndpointPolicy policy)
    {
        var loaded = await loading;
        var mayMigrate = loaded.Record is null && !loaded.IsLeased && cookie.MayBeSent(context);
        if (!mayMigrate || await migration.AdmitAsync(context) is not { } admission)
        {
            return loaded;
        }

        var admitted = admission.Secret is { } secret ? await LoadAsync(context, [secret], policy, SessionConsistency.Strong) : LoadedSession.None;

        // Beside a session that lives, a dead cookie says nothing.
        var wasDead = admitted.Record is null && (admitted.WasDead || loaded.WasDead || admission.WasDead);
        return admitted with { Admission = admission, WasDead = wasDead };
    }

    private Task<LoadedSession> LoadAsync(HttpContext context, IReadOnlyList<string> secrets, EndpointPolicy policy, SessionConsistency consistency)
    {
        if (secrets.Count == 0)
        {
            return Task.FromResult(LoadedSession.None);
        }

        if (policy.Concurrency == SessionConcurrency.Exclusive && policy.Access != SessionAccess.ReadOnly)
        {
            return leases.LoadAsync(secrets);
        }

        var ownWrites = consistency == SessionConsistency.ReadYourWrites ? cookie.ReadOwnWrites(context) : default;
        return loader.LoadAsync(secrets, consistency, ownWrites, CancellationToken.None);
    }

    private async Task RunAsync(
        HttpContext context, EndpointPolicy policy, LoadedSession loaded, bool isAvailable, PassHistory history, FailedAnswer failedAnswer)
    {
        var session = new RequestSession(services, loaded, policy, context.Response) { IsAvailable = isAvailable };
        var headers = new AnswerHeaders(services, cookie, context, session, cookieWasReplaced: history.Secrets is not null);
        var commit = new RequestCommit(services, renewal, migration, cookie, context, session, headers, policy.Access);
        session.Commit = commit.WriteAsync;
        session.Update = new SessionUpdate(services, session, commit);

        var earlierError = context.Features.Get<IExceptionHandlerFeature>();
        var outerSession = context.Features.Get<ISessionFeature>();
        context.Features.Set<ISessionFeature>(new DynamoSessionFeature(session));
        SessionException? failure = null;
        var gate = new CommitGate(context, history.Callbacks, CommitAsync);
        using (gate)
        {
            try
            {
                await next(context);
                var startedEarly = gate.IsOpen;
                await gate.FinishAsync();
                if (startedEarly)
                {
                    await CommitLateAsync(context, commit);
                }
            }
            catch (Exception exception) when (FailureBehind(exception) is not null)
            {
                gate.HandCallbacksOn();
                if (exception is not (OperationCanceledException or SessionException))
                {
                    services.Logger.FailedAfterCommit(exception);
                }

                failure = FailureBehind(exception);
            }
            catch
            {
                gate.HandCallbacksOn();
                throw;
            }
            finally
            {
                context.Features.Set(outerSession);
                if (session.HeldLease is { } lease)
                {
                    await leases.ReleaseAsync(lease);
                }

                if (commit.HasReplacedCookie)
                {
                    history.ReplaceCookie(session.Stored.Record is null ? null : session.Secret);
                }
            }
        }

        failure ??= gate.Failure;
        if (failure is not null)
        {
            services.Logger.CommitFailed(FailedAnswer.StatusOf(failure), failure);
            history.StoreFailed = failure is SessionStoreException;
            failedAnswer.Give(context, failure);
            commit.AfterFailure();
        }

        // The gate has cancelled the request, or refused an upgrade, or the endpoint has asked for a commit by itself.
        SessionException? FailureBehind(Exception exception) =>
            gate.Failure ?? (!gate.IsOpen && ReferenceEquals(exception, commit.Failure) ? commit.Failure : null);

        Task CommitAsync()
        {
            // An exception handler behind us has answered for a pipeline that threw.
            if (context.Features.Get<IExceptionHandlerFeature>() is { } error && !ReferenceEquals(error, earlierError))
            {
                services.Logger.FailedRequestDiscarded();
                session.Discard();
            }

            return commit.BeforeResponseAsync();
        }
    }

    private async Task CommitLateAsync(HttpContext context, RequestCommit commit)
    {
        try
        {
            await commit.AfterResponseAsync();
        }
        catch (SessionException exception)
        {
            services.Logger.LateCommitFailed(exception);
            context.Features.Set(new SessionFailure(exception));
            context.Abort();
        }
    }

    private void WarnOfOrder(Endpoint? before, Endpoint? after)
    {
        if (before is null && after?.Metadata.GetMetadata<SessionPolicyAttribute>() is not null && Interlocked.Exchange(ref _warnedOfOrder, 1) == 0)
        {
            services.Logger.PolicyUnknown();
        }
    }
}
