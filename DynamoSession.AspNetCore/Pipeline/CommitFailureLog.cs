using DynamoSession.Core;
using Microsoft.Extensions.Logging;

namespace DynamoSession.AspNetCore.Pipeline;

/// <summary>
/// Logs why a request's session was not committed. An Error means that someone must act: not that another request came first, or that the
/// user has signed out meanwhile.
/// </summary>
internal static class CommitFailureLog
{
    /// <summary>Logs a failure for which the response has an error status.</summary>
    public static void CommitNotApplied(this ILogger logger, SessionException failure)
    {
        var status = FailureResponse.StatusOf(failure);
        if (IsExpected(failure))
        {
            logger.CommitRefused(status, failure.Message);
        }
        else
        {
            logger.CommitFailed(status, failure.Message, failure);
        }
    }

    /// <summary>Logs a failure after the response has started.</summary>
    public static void LateCommitNotApplied(this ILogger logger, SessionException failure)
    {
        if (IsExpected(failure))
        {
            logger.LateCommitRefused(failure.Message);
        }
        else
        {
            logger.LateCommitFailed(failure.Message, failure);
        }
    }

    private static bool IsExpected(SessionException failure) => failure is SessionConflictException or SessionGoneException or SessionLimitException;
}
