using DynamoSession.Core;
using Microsoft.AspNetCore.Http;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>Commits what was set after the response had started.</summary>
internal sealed class LateCommit(HttpContext context, RequestCommit commit, SessionLog log)
{
    /// <summary>Commits when the pipeline has completed. If that fails, the client must not take the response for a success.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            await commit.AfterResponseAsync();
        }
        catch (SessionException exception)
        {
            log.Logger.LateCommitNotApplied(exception);
            context.Features.Set(new SessionFailure(exception));
            context.Abort();
        }
    }

    /// <summary>Commits when the pipeline has thrown because the client has left, as if it had completed. After a mistake, nothing is committed.</summary>
    public async Task EndAsync(Exception exception)
    {
        if (commit.DescribeChanges() is not { } changes)
        {
            return;
        }

        var reason = exception;
        if (ClientDisconnect.IsReasonFor(exception, context.RequestAborted))
        {
            try
            {
                await commit.AfterResponseAsync();
                return;
            }
            catch (Exception failure) when (failure is SessionException or InvalidOperationException or ArgumentException)
            {
                // The pipeline's own exception continues.
                reason = failure;
            }
        }

        log.Logger.LateChangesLost(changes, reason);
    }
}
